#!/usr/bin/env python3
"""No two object files call each other in a circle.

usage: circles.py BUILD_DIR (build/release): an arrow is a symbol that one object leaves undefined and another one
defines; a strongly connected component of more than one object is a fault. Objects without a source are left over
from an older tree and are skipped.
"""
import pathlib
import subprocess
import sys

# Circles that are meant, each a set of files with the reason.
ALLOWED = []


def arrows(build):
    """{source: {source it calls: symbols}}"""
    objects = {source: f"{build}/{source.with_suffix('.o')}" for source in sorted(pathlib.Path("src").rglob("*.c"))}
    objects = {source: path for source, path in objects.items() if pathlib.Path(path).exists()}
    if not objects:
        sys.exit(f"circles: no objects below {build}: run make first")
    source_of = {path: str(source) for source, path in objects.items()}
    listing = subprocess.run(["nm", "-A", *source_of], check=True, capture_output=True, text=True).stdout
    definer, undefined = {}, []
    for line in listing.splitlines():
        path, _, rest = line.partition(":")
        kind, name = rest.split()[-2:]
        if kind == "U":
            undefined.append((source_of[path], name))
        elif kind.isupper():
            definer[name] = source_of[path]
    calls = {source: {} for source in source_of.values()}
    for source, name in undefined:
        if name in definer:
            calls[source].setdefault(definer[name], []).append(name)
    return calls


def reachable(calls, start):
    found, waiting = set(), [start]
    while waiting:
        for target in calls[waiting.pop()]:
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found


def circles(calls):
    """The strongly connected components of more than one file, each sorted."""
    reach = {source: reachable(calls, source) for source in calls}
    return sorted({tuple(sorted(other for other in reach[source] if source in reach[other]))
                   for source in calls if source in reach[source]})


def main():
    calls = arrows(sys.argv[1])
    faults = [circle for circle in circles(calls) if set(circle) not in ALLOWED]
    for circle in faults:
        print(f"{len(circle)} files call each other in a circle:")
        for source in circle:
            for target, names in sorted(calls[source].items()):
                if target in circle:
                    print(f"  {source} -> {target}: {', '.join(names)}")
    print(f"circles: {len(faults)} faults" if faults else "circles: passed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
