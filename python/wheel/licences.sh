#!/bin/sh
# Puts the licences of a wheel's libraries into a source tree, where setuptools finds them.
# usage: python/wheel/licences.sh PREFIX TREE      PREFIX is what libraries.sh made
set -eu
cp "$1"/licences/* "$2/"
sed -i 's/^license = .*/license = "MIT AND LGPL-2.1-or-later AND Apache-2.0 AND BSD-2-Clause AND BSD-3-Clause AND Zlib"/' \
    "$2/pyproject.toml"
