# shellcheck shell=sh
# The names in the header of the first file among the words of a command line, one a line.
file='' delimiter='' header=yes
while [ $# -gt 0 ]; do
    case $1 in
    --delimiter=*) delimiter=${1#*=} ;;
    -d | --delimiter)
        [ "${2-}" != = ] || shift # some shells split words there
        delimiter=${2-}
        ;;
    -d?*) delimiter=${1#-d} ;;
    --no-header) header=no ;;
    -*) ;;
    *) [ -n "$file" ] || ! [ -f "$1" ] || file=$1 ;;
    esac
    shift
done
[ -n "$file" ] && [ "$header" = yes ] || exit 0
case $delimiter:$file in
tab:* | :*.tsv | :*.tab | :*.tsv.gz | :*.tab.gz) delimiter=$(printf '\t') ;;
:*) delimiter=, ;;
esac
case $file in
*.gz) gzip -dc <"$file" 2>/dev/null ;;
*) cat <"$file" ;;
esac | head -n 1 | D=$delimiter LC_ALL=C awk '{
    sub(/^\357\273\277/, "")
    sub(/\r$/, "")
    for (i = 1; i <= length($0); i++) {
        c = substr($0, i, 1)
        if (quoted && c == "\"" && substr($0, i + 1, 1) == "\"") {
            name = name c
            i++
        } else if (quoted)
            if (c == "\"") quoted = 0; else name = name c
        else if (c == "\"" && !begun)
            quoted = begun = 1
        else if (c == ENVIRON["D"]) {
            print name
            name = ""
            begun = 0
        } else {
            name = name c
            begun = 1
        }
    }
    print name
}'
