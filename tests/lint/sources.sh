#!/bin/sh
# Lists the C sources of this repository, one per line.
set -eu
cd "$(dirname "$0")/../.."
git ls-files --cached --others --exclude-standard -- '*.c' '*.h' '*.inc' |
    while IFS= read -r file; do
        if [ -f "$file" ]; then
            printf '%s\n' "$file"
        fi
    done
