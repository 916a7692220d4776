"""The files to mutate and the tests to run, the most specific tests first."""

O = "build/mutant"
PROGRAM = f"{O}/splitdata"
AREAS = {
    "scanner": ["src/csv/machine.c", "src/csv/machine.h", "src/csv/fast.inc", "src/csv/fast_portable.c",
                "src/csv/scan.c", "src/csv/index.c", "src/csv/lines.c"],
    "publication": ["src/publish/publish.c", "src/out/temporary.c", "src/out/output.c", "src/publish/directory.c",
                    "src/out/bucket_cache.c", "src/out/block_writer.c", "src/publish/output_set.c", "src/base/eintr.c",
                    "src/out/layout.c", "src/out/writer_pool.c"],
}


def unit(name):
    return [f"{O}/tests/{name}"], [f"{O}/tests/{name}"]


def leaks(name, *words):
    """A script with a program built with AddressSanitizer."""
    return ["python3", f"tests/{name}.py", *words], ["build/asan/splitdata"]


def transcripts(*names):
    return ["python3", "tests/cli/run.py", *(f"tests/cli/{name}.test" for name in names)], [PROGRAM]


def script(name, *words):
    return ["python3", f"tests/{name}.py", *words], [PROGRAM]


# (command, what must be built for it)
SCANNER = [(["python3", "tests/fuzz/run.py", "replay", f"{O}/fuzz", "scanner", "chunks", "variants"],
            [f"{O}/fuzz/scanner", f"{O}/fuzz/chunks", f"{O}/fuzz/variants"]),
           unit("test_index"), unit("test_incremental_index"), unit("test_library"), unit("test_scanner"),
           unit("test_variants"), transcripts("records", "inputs", "dialects", "hints", "look"),
           (["python3", "tests/corpus/run.py"], [PROGRAM, f"{O}/borders"]), script("property/run", "--rounds", "20"),
           script("fault/preloaded", "--some", "400", "libcsv", "threads", "spill-pipe"),
           leaks("cli/run", "tests/cli/records.test", "tests/cli/inputs.test", "tests/cli/emit.test")]
SOME = ["plain", "threads", "gzip", "force", "force-named", "named", "directory", "stdout", "spill", "spill-pipe",
        "manifest"]
NAMES = [transcripts("existing", "replacing"), script("fault/syscalls", "--some", "600", *SOME), unit("test_outputs"),
         unit("test_library")]
REST = [transcripts("names", "emit", "program", "proof", "only", "queries"), script("fault/preloaded", "--some", "600", *SOME),
        script("fault/run"), script("fault/kills", "--random", "0", "--some", "240", "plain", "named", "force"),
        leaks("cli/run", *(f"tests/cli/{name}.test" for name in ("existing", "names", "emit", "program", "inputs"))),
        script("fault/syscalls", "--some", "3000", *SOME[2:])]
BYTES = [unit("test_outputs"), unit("test_library"), unit("test_bucket_cache"), unit("test_writer_pool"),
         script("property/memory"), transcripts("emit", "proof"), script("fault/memory"),
         script("fault/syscalls", "--some", "600", *SOME),
         script("fault/preloaded", "--some", "600", *SOME), script("fault/run"),
         (["build/asan/tests/test_outputs"], ["build/asan/tests/test_outputs"]), leaks("cli/run", "tests/cli/emit.test")]
FILLING = ["src/out/bucket_cache.c", "src/out/block_writer.c", "src/out/layout.c", "src/out/writer_pool.c"]


def tests_of(name):
    if name in AREAS["scanner"]:
        return SCANNER
    return BYTES if name in FILLING else [*NAMES, *REST]
