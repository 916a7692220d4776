#!/bin/sh
# Fetches the sources of the libraries that are in wheels, those of sources.txt, with Debian's changes.
# usage: python/wheel/sources.sh DIRECTORY      each goes to DIRECTORY/NAME
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
cd "$1"

# Package lists of their own leave the system's unchanged.
state=$PWD/apt
offered() {
    [ ! -e "$state/sources.list" ] || return 0
    mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
    : >"$state/status"
    # shellcheck disable=SC2016 # apt expands it
    apt-get indextargets --format 'deb-src $(REPO_URI) $(CODENAME) main' 'Identifier: Packages' | grep -v security |
        head -n 1 >"$state/sources.list.new"
    apt -o Dir::Etc::sourcelist="$state/sources.list.new" update
    mv "$state/sources.list.new" "$state/sources.list"
}
apt() {
    apt-get -qq -o APT::Sandbox::User=root -o Dir::State="$state" -o Dir::State::status="$state/status" \
        -o Dir::Cache="$state/cache" -o Dir::Etc::sourcelist="$state/sources.list" -o Dir::Etc::sourceparts=- "$@"
}

grep -v '^#' "$here/sources.txt" | while read -r name version sum; do
    stamp="$name $version $sum"
    [ "$(cat "$name.stamp" 2>/dev/null)" != "$stamp" ] || continue
    offered
    rm -rf "$name" "$name.parts"
    mkdir "$name.parts"
    (cd "$name.parts" && apt source "$name=$version" >/dev/null) || {
        echo "wheel: Debian's package of $name $version cannot be fetched; python/wheel/sources.txt names the version" >&2
        exit 1
    }
    for archive in "$name.parts"/*.orig.tar.*[!c]; do
        echo "$sum  $archive" | sha256sum --check --quiet
    done
    mv "$name.parts"/*/ "$name"
    rm -r "$name.parts"
    echo "$stamp" >"$name.stamp"
done
