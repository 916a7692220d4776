# bash completion for splitdata. Made from its table of options by completions/generate.c.

_splitdata_column_script=$(cat <<'END_OF_SCRIPT'
@COLUMNS@
END_OF_SCRIPT
)

# What an option takes: sets kind, values and optional.
_splitdata_value_of() {
    kind=none values='' optional=no
    case $1 in
@VALUES@
    esac
}

# The words of the command line as the program gets them, but for expansions: sets words.
_splitdata_words() {
    local word out mark c i
    words=()
    for word in "${COMP_WORDS[@]}"; do
        out='' mark=''
        for ((i = 0; i < ${#word}; i++)); do
            c=${word:i:1}
            if [[ $mark == "'" ]]; then
                [[ $c == "'" ]] && mark='' || out+=$c
            elif [[ $c == \\ ]]; then
                [[ -z $mark || ${word:i + 1:1} == [\"\\\$\`] ]] && ((++i))
                out+=${word:i:1}
            elif [[ $c == '"' ]]; then
                [[ -n $mark ]] && mark='' || mark=$c
            elif [[ $c == "'" && -z $mark ]]; then
                mark=$c
            else
                out+=$c
            fi
        done
        words+=("$out")
    done
}

# The columns that begin as the word does, or as what follows its last comma.
_splitdata_columns() {
    local word=$1 quote='' list='' name words
    _splitdata_words
    case $word in
    [\"\']*) quote=${word:0:1} word=${word:1} ;;
    *) word=${word//\\/} ;;
    esac
    [[ $word == *,* ]] && list=${word%,*},
    while IFS= read -r name; do
        [[ -n $name ]] || continue
        if [[ $name == "$word"* ]]; then
            :
        elif [[ $list$name == "$word"* ]]; then
            name=$list$name
        else
            continue
        fi
        [[ -n $quote ]] || printf -v name %q "$name"
        COMPREPLY+=("${name//\\,/,}")
    done < <(sh -c "$_splitdata_column_script" sh "${words[@]}" 2>/dev/null)
}

_splitdata() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} joined=no kind values optional
    COMPREPLY=()
    case ${COMP_WORDS[1]} in
    verify | replay | check | shard | random | help) [[ $COMP_CWORD -gt 1 ]] && return ;;
    esac
    # --option=value are three words.
    if [[ $word == "=" ]]; then
        word='' joined=yes
    elif [[ $before == "=" ]]; then
        before=${COMP_WORDS[COMP_CWORD - 2]} joined=yes
    fi
    _splitdata_value_of "$before"
    [[ $optional == yes && $joined == no ]] && kind=none
    case $kind in
    columns)
        compopt -o nospace 2>/dev/null
        _splitdata_columns "$word"
        return
        ;;
    words) mapfile -t COMPREPLY < <(compgen -W "$values" -- "$word") && return ;;
    recipes) mapfile -t COMPREPLY < <(compgen -W "$(splitdata --like help 2>/dev/null | awk '/^[a-z]/ { print $1 }')" -- "$word") && return ;;
    directory) mapfile -t COMPREPLY < <(compgen -d -- "$word") && compopt -o filenames 2>/dev/null && return ;;
    file) return ;; # -o default
    text) return ;;
    esac
    if [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "@OPTIONS@" -- "$word")
    elif [[ $COMP_CWORD == 1 ]]; then
        mapfile -t COMPREPLY < <(compgen -W "verify replay check shard random help" -- "$word"; compgen -f -- "$word")
        compopt -o filenames 2>/dev/null
    fi
}

complete -o default -F _splitdata splitdata
