# shellcheck shell=sh
# The names in the header of the first file among the words of a command line, one a line; without
# one, of the first file of a folder among them.
file='' folder='' delimiter='' quote='' escape='' comment='' skip=0 format='' header=''
while [ $# -gt 0 ]; do
    word=$1
    shift
    value=''
    case $word in
    -d | --delimiter | --quote | --escape | --comment | --skip-lines | --format | -O | --output-dir | --tmpdir)
        [ "${1-}" != = ] || shift # some shells split words there
        [ $# -eq 0 ] || {
            value=$1
            shift
        }
        ;;
    --*=*)
        value=${word#*=}
        word=${word%%=*}
        ;;
    -d?*)
        value=${word#-d}
        word=-d
        ;;
    esac
    case $word in
    -d | --delimiter) delimiter=$value ;;
    --quote) quote=$value ;;
    --escape) escape=$value ;;
    --comment) comment=$value ;;
    --skip-lines) skip=$value ;;
    --format) format=$value ;;
    --header) header=yes ;;
    --no-header) header=no ;;
    -*) ;;
    *)
        [ -n "$file" ] || ! [ -f "$word" ] || file=$word
        [ -n "$folder" ] || ! [ -d "$word" ] || folder=$word
        ;;
    esac
done
for first in "$folder"/*; do
    [ -n "$file" ] || [ -z "$folder" ] || ! [ -f "$first" ] || file=$first
done
[ -n "$file" ] && [ "$header" != no ] || exit 0
case $format:${delimiter:+given}${quote:+given}${escape:+given}:$file in
lines:* | ::*.txt | ::*.jsonl | ::*.ndjson | ::*.txt.gz | ::*.jsonl.gz | ::*.ndjson.gz) exit 0 ;;
esac
case ${delimiter:-by name}:$file in
tab:* | '\t:'* | 'by name:'*.tsv | 'by name:'*.tab | 'by name:'*.tsv.gz | 'by name:'*.tab.gz) delimiter=$(printf '\t') ;;
'by name:'*) delimiter=, ;;
esac
case $quote in
'') quote=\" ;;
none) quote='' ;;
esac
case $file in
*.gz) gzip -dc <"$file" 2>/dev/null ;;
*) cat <"$file" ;;
esac | head -c 1048576 | D=$delimiter Q=$quote E=$escape C=$comment S=$skip LC_ALL=C awk '
function end_name() {
    if (!broken && (begun || d != "blanks")) print name
    name = ""
    begun = broken = 0
}
function is_delimiter(line, i, c) {
    if (d == "blanks") return c == " " || c == "\t"
    return substr(line, i, length(d)) == d
}
function take(line,    i, c) {
    if (++lines <= ENVIRON["S"] + 0) return
    if (!quoted && (line ~ /^[ \t]*$/ || (ENVIRON["C"] != "" && substr(line, 1, 1) == ENVIRON["C"]))) return
    for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (e != "" && c == e && i < length(line)) {
            name = name substr(line, ++i, 1)
            begun = 1
        } else if (quoted && c == q && e == "" && substr(line, i + 1, 1) == q) {
            name = name c
            i++
        } else if (quoted) {
            if (c == q) quoted = 0; else name = name c
        } else if (q != "" && c == q && !begun)
            quoted = begun = 1
        else if (is_delimiter(line, i, c)) {
            end_name()
            if (d != "blanks") i += length(d) - 1
        } else {
            name = name c
            begun = 1
        }
    }
    if (quoted) {
        broken = 1
        return
    }
    end_name()
    exit
}
BEGIN { d = ENVIRON["D"]; q = ENVIRON["Q"]; e = ENVIRON["E"] }
NR == 1 { sub(/^\357\273\277/, "") }
{
    sub(/\r+$/, "")
    if (!index($0, "\r")) take($0)
    else {
        count = split($0, pieces, "\r")
        for (n = 1; n <= count; n++) take(pieces[n])
    }
}'
