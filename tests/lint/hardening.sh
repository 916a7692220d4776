#!/bin/sh
# Checks that the program and the library have the properties the hardening flags promise.
# usage: tests/lint/hardening.sh PROGRAM LIBRARY
set -u
held=0
missing=0

# usage: holds WHAT COMMAND... - the command's status says whether WHAT holds
holds() {
    what=$1
    shift
    if "$@"; then
        held=$((held + 1))
    else
        echo "hardening: missing: $what"
        missing=$((missing + 1))
    fi
}

# usage: has FILE OPTION PATTERN - readelf's output matches
has() {
    readelf "$2" --wide "$1" | grep -Eq "$3"
}

# shellcheck disable=SC2317 # called by holds
lacks() {
    ! has "$@"
}

for file in "$1" "$2"; do
    holds "$file: is position-independent" has "$file" -h 'Type: +DYN'
    holds "$file: relocations become read-only" has "$file" -l GNU_RELRO
    holds "$file: symbols are bound at once" has "$file" -d 'BIND_NOW|FLAGS.*NOW'
    holds "$file: the stack cannot be executed" has "$file" -l 'GNU_STACK.* RW +0x'
    holds "$file: stacks have canaries" has "$file" -s __stack_chk_fail
    holds "$file: the C library checks bounds" has "$file" -s '__(memcpy|snprintf|vsnprintf|read|pread64|strcat)_chk'
    holds "$file: no section can be written and executed" lacks "$file" -l 'LOAD.* RWE '
    holds "$file: no text relocations" lacks "$file" -d TEXTREL
    holds "$file: no path to libraries is built in" lacks "$file" -d 'RPATH|RUNPATH'
done
holds "$1: says that it is a program" has "$1" -d 'FLAGS_1.*PIE'
echo "hardening: $held properties hold, $missing are missing"
[ "$missing" -eq 0 ]
