# fish completion for splitdata. Made from its table of options by completions/generate.c.

set -g __splitdata_column_script '@COLUMNS@'

# The columns of the file on the command line: alone, and after the names that the word has already.
function __splitdata_columns
    set -l word (commandline -ct | string replace -r -- '^--[^=]*=' '' | string unescape 2>/dev/null)
    set -l list (string match -r -- '^.*,' "$word")
    # Without -x, of fish 4, -o takes quotes and backslashes out of the words.
    set -l words (commandline -xp 2>/dev/null; or commandline -op)
    for name in (sh -c $__splitdata_column_script sh $words 2>/dev/null)
        printf '%s\n' $name
        test -n "$list"; and printf '%s%s\n' "$list" $name
    end
end

function __splitdata_splits
    not __fish_seen_subcommand_from verify replay check shard random help
end

complete -c splitdata -n __fish_is_first_arg -a 'verify replay check shard random help'
@VALUES@
