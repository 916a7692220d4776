# splitdata: a seeded train/test splitter for CSV files, and its library.
# `make help` lists the targets. BUILD=release|debug|asan|tsan|coverage|fuzz|afl, V=1 shows the commands.

# The version is in the public header alone.
VERSION := $(shell sed -n 's/^.define SPLITDATA_VERSION "\(.*\)"/\1/p' include/splitdata/splitdata.h)
SOVERSION := 0

BUILD ?= release
O := build/$(BUILD)

CC ?= cc
AR ?= ar
PKG_CONFIG ?= pkg-config
CLANG_FORMAT ?= clang-format
CLANG_TIDY ?= clang-tidy

prefix ?= /usr/local
exec_prefix ?= $(prefix)
bindir ?= $(exec_prefix)/bin
libdir ?= $(exec_prefix)/lib
includedir ?= $(prefix)/include
datarootdir ?= $(prefix)/share
mandir ?= $(datarootdir)/man
docdir ?= $(datarootdir)/doc/splitdata
bashdir ?= $(datarootdir)/bash-completion/completions
zshdir ?= $(datarootdir)/zsh/site-functions
fishdir ?= $(datarootdir)/fish/vendor_completions.d
INSTALL ?= install
# Makes what programs find of new libraries; for another place than this machine's, say -f and -C.
LDCONFIG ?= ldconfig
# Empty where the compiler makes programs that do not run here: no completions are installed then.
HOSTED ?= yes

# --- flags ---------------------------------------------------------------------------------------

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
	-Wpointer-arith -Wwrite-strings -Wundef -Wvla
HARDEN := -fstack-protector-strong -fPIC
HARDEN_LINK := -Wl,-z,relro,-z,now
CFLAGS_release := -O2 -g -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 $(HARDEN)
CFLAGS_debug := -O0 -g3 $(HARDEN)
CFLAGS_asan := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all -fPIC
CFLAGS_tsan := -O1 -g -fno-omit-frame-pointer -fsanitize=thread -fPIC
# Counters live in a file that is mapped: a run that is killed, or cannot write, has counted, too.
CFLAGS_coverage := -O1 -g -fPIC -fcoverage-mapping -Wno-unused-command-line-argument -mllvm -runtime-counter-relocation=true \
	-fprofile-instr-generate=$(CURDIR)/build/coverage/profiles/%m%c.profraw
CFLAGS_fuzz := -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=all -fPIC
CFLAGS_afl := -O2 -g -fPIC
CFLAGS ?= $(CFLAGS_$(BUILD))
LDFLAGS_asan := -fsanitize=address,undefined
LDFLAGS_tsan := -fsanitize=thread
LDFLAGS_coverage := -fprofile-instr-generate
LDFLAGS_fuzz := -fsanitize=address,undefined
LDFLAGS ?= $(HARDEN_LINK) $(LDFLAGS_$(BUILD))
WERROR ?=
# Libraries that are used where pkg-config finds them; OPTIONAL= builds without.
OPTIONAL ?= libdeflate libisal
FOUND := $(foreach library,$(OPTIONAL),$(if $(shell $(PKG_CONFIG) --exists $(library) 2>/dev/null && echo yes),$(library)))
HAVE_libdeflate := -DSD_HAVE_LIBDEFLATE
HAVE_libisal := -DSD_HAVE_ISAL
# The library for SHA-256: libcrypto, or nettle, which is slower (docs/decisions/15-sha-256.md). The program takes
# libcrypto's functions from its archive, if there is one, since the shared library makes every start slower;
# CRYPTO_ARCHIVE= takes that one.
CRYPTO ?= libcrypto
CRYPTO_libcrypto := -lcrypto
CRYPTO_nettle := -lnettle
CRYPTO_ARCHIVE ?= $(if $(filter libcrypto,$(CRYPTO)),$(filter /%,$(shell $(CC) -print-file-name=libcrypto.a)))
$(if $(CRYPTO_$(CRYPTO)),,$(error CRYPTO is libcrypto or nettle, not $(CRYPTO)))
OPTIONAL_CFLAGS := $(if $(filter nettle,$(CRYPTO)),-DSD_HAVE_NETTLE) $(foreach library,$(FOUND),$(HAVE_$(library)) $(shell $(PKG_CONFIG) --cflags $(library)))
LIBS := $(foreach library,$(FOUND),$(shell $(PKG_CONFIG) --libs $(library))) -lcsv -lz -ljansson $(CRYPTO_$(CRYPTO)) -lm -lpthread
PROGRAM_LIBS := $(if $(CRYPTO_ARCHIVE),$(patsubst -lcrypto,$(CRYPTO_ARCHIVE),$(LIBS)),$(LIBS))

# No contraction of floating-point expressions (a fused multiply-add would change the last bit of a
# draw), and no symbol is exported unless it is marked.
# 32-bit x86 computes in 80 bits unless it is told to use SSE.
MACHINE := $(if $(filter i%86-%,$(shell $(CC) -dumpmachine)),-msse2 -mfpmath=sse)
ALL_CFLAGS = -std=c17 -Iinclude -Isrc -D_FILE_OFFSET_BITS=64 -fvisibility=hidden -ffp-contract=off $(WARNINGS) $(WERROR) \
	-pthread $(MACHINE) $(OPTIONAL_CFLAGS) $(CFLAGS) $(CPPFLAGS)

Q := $(if $(filter 1,$(V)),,@)
# Nothing is said of what is built with V=1, which shows it, and with -s.
say = $(if $(filter 1,$(V))$(findstring s,$(firstword -$(MAKEFLAGS))),@:,@printf '  %-7s %s\n')

# --- files ---------------------------------------------------------------------------------------

CLI_SOURCES := $(sort $(wildcard src/cli/*.c))
LIB_SOURCES := $(sort $(filter-out $(CLI_SOURCES),$(wildcard src/*.c src/*/*.c)))
LIB_OBJECTS := $(LIB_SOURCES:%.c=$(O)/%.o)
CLI_OBJECTS := $(CLI_SOURCES:%.c=$(O)/%.o)
UNIT_SOURCES := $(sort $(wildcard tests/unit/*.c))
UNIT_TESTS := $(UNIT_SOURCES:tests/unit/%.c=$(O)/tests/%)
# Those that take longest come first, so that none is left alone at the end.
LONGEST_TESTS := $(filter %/test_scanner %/test_contiguous %/test_gzip_output %/test_small_records %/test_index,$(UNIT_TESTS))
UNIT_TESTS := $(LONGEST_TESTS) $(filter-out $(LONGEST_TESTS),$(UNIT_TESTS))
FUZZERS := $(patsubst tests/fuzz/fuzz_%.c,$(O)/fuzz/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))

STATIC_LIB := $(O)/libsplitdata.a
SHARED_LIB := $(O)/libsplitdata.so.$(VERSION)
PROGRAM := $(if $(filter release,$(BUILD)),build/splitdata,$(O)/splitdata)

.PHONY: all
all: $(PROGRAM) $(SHARED_LIB) ## the program and the libraries (the default)

# Everything is compiled again when a library was installed, removed or exchanged.
$(O)/libraries: FORCE
	@mkdir -p $(@D)
	@echo '$(CRYPTO) $(FOUND)' | cmp -s - $@ || echo '$(CRYPTO) $(FOUND)' >$@

$(O)/%.o: %.c Makefile $(O)/libraries
	@mkdir -p $(@D)
	$(say) CC $<
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(STATIC_LIB): $(LIB_OBJECTS)
	$(say) AR $@
	$(Q)rm -f $@ && $(AR) rcs $@ $^

# The archive that is installed does without the optional libraries that have no archive of their own (Debian's
# libisal has none), so that programs can be linked statically.
ARCHIVED := $(foreach library,$(FOUND),$(if $(findstring /,$(shell $(CC) -print-file-name=$(library).a)),$(library)))
SHARED_ONLY := $(filter-out $(ARCHIVED),$(FOUND))
USERS_libdeflate := $(wildcard src/*/*_libdeflate.c)
USERS_libisal := $(wildcard src/*/*_isal.c)
WITHOUT := $(foreach library,$(SHARED_ONLY),$(USERS_$(library):%.c=$(O)/archived/%.o))
ARCHIVE := $(if $(WITHOUT),$(O)/archived/libsplitdata.a,$(STATIC_LIB))
ARCHIVE_LIBS := $(foreach library,$(ARCHIVED),$(shell $(PKG_CONFIG) --libs $(library))) -lcsv -lz -ljansson \
	$(or $(shell $(PKG_CONFIG) --static --libs $(CRYPTO) 2>/dev/null),$(CRYPTO_$(CRYPTO))) -lm -lpthread

$(O)/archived/%.o: %.c Makefile $(O)/libraries
	@mkdir -p $(@D)
	$(say) CC $<
	$(Q)$(CC) $(filter-out $(foreach library,$(SHARED_ONLY),$(HAVE_$(library))),$(ALL_CFLAGS)) -c -o $@ $<

$(O)/archived/libsplitdata.a: $(LIB_OBJECTS) $(WITHOUT)
	$(say) AR $@
	$(Q)rm -f $@ && $(AR) rcs $@ $(filter-out $(WITHOUT:$(O)/archived/%=$(O)/%),$(LIB_OBJECTS)) $(WITHOUT)

$(SHARED_LIB): $(LIB_OBJECTS)
	$(say) LD $@
	$(Q)$(CC) $(ALL_CFLAGS) -shared -Wl,-soname,libsplitdata.so.$(SOVERSION) $(LDFLAGS) -o $@ $^ $(LIBS)
	$(Q)ln -sf $(@F) $(O)/libsplitdata.so.$(SOVERSION) && ln -sf $(@F) $(O)/libsplitdata.so

$(PROGRAM): $(CLI_OBJECTS) $(STATIC_LIB)
	$(say) LD $@
	$(Q)$(CC) $(ALL_CFLAGS) -pie $(LDFLAGS) $(PROGRAM_LDFLAGS) -o $@ $^ $(PROGRAM_LIBS)

# The module for Python, with the words of the command. PYTHON's headers say whether it is for all releases from 3.11 on.
MODULE := $(O)/python/_core.so
MODULE_OBJECTS := $(patsubst %.c,$(O)/%.o,$(sort $(wildcard python/module/*.c)))
MODULE_WORDS := $(filter-out %/main.o %/messages.o %/random_print.o,$(CLI_OBJECTS))
PYTHON_INCLUDE ?= $(shell $(PYTHON) -c 'import sysconfig; print(sysconfig.get_path("include"))')
PYTHON_CFLAGS ?= -DPy_LIMITED_API=0x030b0000
$(MODULE_OBJECTS): CPPFLAGS += -isystem $(PYTHON_INCLUDE) $(PYTHON_CFLAGS) -Wno-pedantic

.PHONY: module
module: $(MODULE) ## the module for Python (PYTHON=python3), which `pip install .` builds

# It exports one function: what Python itself or another module has of these libraries is not mixed with its own.
$(MODULE): $(MODULE_OBJECTS) $(MODULE_WORDS) $(STATIC_LIB) python/module/exports.map
	@mkdir -p $(@D)
	$(say) LD $@
	$(Q)$(CC) $(ALL_CFLAGS) -shared $(LDFLAGS) $(MODULE_LDFLAGS) -Wl,--version-script=python/module/exports.map -o $@ \
		$(filter-out %.map,$^) $(LIBS)

$(O)/tests/%: tests/unit/%.c $(STATIC_LIB) Makefile
	@mkdir -p $(@D)
	$(say) TEST $<
	$(Q)$(CC) $(ALL_CFLAGS) -Itests/unit -MMD -MP $(LDFLAGS) -o $@ $< $(STATIC_LIB) -lcmocka $(LIBS)

# A fuzzer brings its own main; without one, a harness runs over inputs that are kept.
FUZZ_MAIN := $(if $(filter fuzz afl,$(BUILD)),-fsanitize=fuzzer,tests/fuzz/replay.c)
FUZZ_OBJECTS := $(filter-out %/main.o,$(CLI_OBJECTS)) $(STATIC_LIB)
$(O)/fuzz/%: tests/fuzz/fuzz_%.c tests/fuzz/fuzz.h tests/fuzz/place.h tests/fuzz/replay.c tests/unit/reference_grammar.h tests/unit/reference_variants.h $(FUZZ_OBJECTS)
	@mkdir -p $(@D)
	$(say) FUZZ $<
	$(Q)$(CC) $(ALL_CFLAGS) -Itests/unit -Itests/fuzz $(LDFLAGS) -o $@ $< $(FUZZ_MAIN) $(FUZZ_OBJECTS) $(LIBS)

BORDERS := $(dir $(PROGRAM))borders
$(BORDERS): tests/corpus/borders.c $(STATIC_LIB)
	$(say) TEST $<
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $< $(STATIC_LIB) $(LIBS)

-include $(LIB_OBJECTS:.o=.d) $(CLI_OBJECTS:.o=.d) $(MODULE_OBJECTS:.o=.d) $(UNIT_TESTS:=.d)

# --- tests ---------------------------------------------------------------------------------------

# What the test scripts run; every BUILD has its own.
export SPLITDATA := $(abspath $(PROGRAM))
PYTHON ?= python3

# Several at a time, as many as there are processors or as -j says, each with what it says in one piece. Those come
# first that wait for something or take long.
JOBS ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
ifneq ($(filter check check-all coverage,$(MAKECMDGOALS)),)
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(JOBS) --output-sync=target
endif
endif

CHECKS := check-terminal check-property check-unit check-fault check-cli check-fuzz check-golden check-corpus check-docs check-install
# The file, if there is one, that gets the names of those that have passed: quickstart.sh counts them.
CHECKED ?=
passed = $(if $(CHECKED),@echo $@ >>'$(CHECKED)')
.PHONY: check $(CHECKS)
check: $(CHECKS) ## the tests that every change must pass, several at a time (SPLITDATA_THIN=3: a third of the random inputs)

check-unit: $(UNIT_TESTS) ## unit tests: tests/unit/*.c
	@tests/unit/run.sh $(UNIT_TESTS)
	$(passed)

check-golden: $(PROGRAM) ## results of the real frameworks, each with vectors, and the samples' manifests: tests/golden
	@$(PYTHON) tests/golden/run.py
	@$(PYTHON) tests/golden/ways.py
	@$(PYTHON) tests/golden/manifests/check.py
	$(passed)

check-cli: $(PROGRAM) ## transcripts of the command line: tests/cli/*.test
	@$(PYTHON) tests/cli/run.py
	@$(PYTHON) tests/cli/kinds.py
	@$(PYTHON) tests/cli/complete.py
	@$(PYTHON) tests/cli/other_words.py
	$(passed)

check-fault: $(PROGRAM) ## signals, full disks, inputs that change: tests/fault
	@$(PYTHON) tests/fault/run.py
	@$(PYTHON) tests/fault/memory.py
	@$(PYTHON) tests/fault/neighbours.py
	$(passed)

check-property: $(PROGRAM) ## what holds for any input: tests/property
	@$(PYTHON) tests/property/run.py
	@$(PYTHON) tests/property/joined.py
	@$(PYTHON) tests/property/joined_manifest.py --rounds 30
	@$(PYTHON) tests/property/shards.py
	@$(PYTHON) tests/property/distributed.py --rounds 16
	@$(PYTHON) tests/property/memory.py
	@$(PYTHON) tests/property/arriving.py
	@$(PYTHON) tests/property/stamps.py
	@$(PYTHON) tests/property/check.py
	@$(PYTHON) tests/property/page.py
	@$(PYTHON) tests/property/damage.py
	@$(PYTHON) tests/property/verify.py --rounds 160
	$(passed)

check-corpus: $(PROGRAM) $(BORDERS) ## what other readers' tests and Python's csv say of records: tests/corpus
	@$(PYTHON) tests/corpus/run.py
	$(passed)

check-fuzz: $(FUZZERS) ## what fuzzing found worth keeping, once more: tests/fuzz
	@$(PYTHON) tests/fuzz/run.py replay $(O)/fuzz
	$(passed)

check-terminal: $(PROGRAM) ## the progress bar: tests/terminal
	@$(PYTHON) tests/terminal/progress.py
	$(passed)

.PHONY: check-screens
check-screens: $(PROGRAM) ## what people see on terminals of 80 and of 120 columns (takes tmux)
	@$(PYTHON) tests/terminal/screens.py

check-docs: $(PROGRAM) ## the examples of README.md and docs/, and what docs/architecture.md names
	@$(PYTHON) tests/docs/architecture.py
	@$(PYTHON) tests/docs/run_examples.py
	@$(PYTHON) tests/docs/reference_each.py
	$(passed)

# Sanitized objects do not fit into a program built without the sanitizer.
check-install: $(if $(filter release debug,$(BUILD)),all) ## a program outside of the tree builds against an installation: samples/embed.c
	@tests/install/run.sh $(BUILD)
	$(passed)

.PHONY: check-all
check-all: check $(UNIT_TESTS) $(BORDERS) ## check, all strings of the grammar up to length 8, a file in chunks of any size, and more random inputs
	@SPLITDATA_SLOW=1 tests/unit/run.sh $(filter %/test_scanner %/test_chunks,$(UNIT_TESTS))
	@SPLITDATA_SLOW=1 $(PYTHON) tests/fault/run.py sparse_file
	@$(PYTHON) tests/property/run.py --rounds 400
	@$(PYTHON) tests/property/distributed.py --rounds 300 --corpus
	@$(PYTHON) tests/corpus/run.py --all --large
	@$(PYTHON) tests/property/verify.py

.PHONY: check-faults
check-faults: $(PROGRAM) ## every system call and allocation fails, runs are killed: minutes
	@$(PYTHON) tests/fault/syscalls.py
	@$(PYTHON) tests/fault/preloaded.py
	@$(PYTHON) tests/fault/kills.py

.PHONY: check-neighbours
check-neighbours: $(PROGRAM) ## two users in one directory, with 60 seconds of each race (takes root)
	@NEED_ROOT=1 $(PYTHON) tests/fault/neighbours.py --seconds 60

.PHONY: check-arch
check-arch: ## the same bytes on other machines, by qemu: tests/arch
	@tests/arch/run.sh

.PHONY: check-oracle
check-oracle: $(PROGRAM) ## compare with pandas, scikit-learn and NumPy, which it installs under build/
	@tests/oracle/run.sh

.PHONY: check-python
check-python: ## the package for Python, installed by pip into build/python, beside scikit-learn and NumPy: minutes
	@SPLITDATA_CASES=20000 tests/python/run.sh

.PHONY: check-python-memory
check-python-memory: ## the package's tests with a module that has ASan and UBSan, and leaks over 100,000 calls: minutes
	@tests/python/memory.sh

.PHONY: wheel check-wheel
wheel: ## the source archive and wheels that need nothing of the system, by zig's compiler, into build/wheel/dist (WHEELS='x86_64 aarch64': these)
	@PYTHON=$(PYTHON) python/wheel/build.sh $(WHEELS)

check-wheel: $(PROGRAM) ## the wheels of make wheel in clean environments, and the source archive: minutes
	@tests/python/wheels.sh

.PHONY: check-frameworks
check-frameworks: $(PROGRAM) ## random splits beside the real frameworks, and what --print-code prints, run (installs them under build/; ONLY='torch r': these groups)
	@$(PYTHON) tests/oracle/frameworks.py $(ONLY)

.PHONY: check-writers
check-writers: $(PROGRAM) ## what pandas, Spark, R and twenty other writers write, and docs/writers.md: minutes (installs them in ~/.cache)
	@$(PYTHON) tests/writers/run.py

$(O)/bench_%: tests/bench/bench_%.c $(STATIC_LIB)
	$(say) LD $@
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $< $(STATIC_LIB) $(LIBS)

# A Python that has NumPy, pandas and scikit-learn; tests/oracle/run.sh makes one.
PEERS ?= $(firstword $(wildcard build/oracle/bin/python) $(PYTHON))

TABLES := docs/benchmarks.md
.PHONY: bench
bench: $(PROGRAM) $(O)/bench_random $(O)/bench_input ## measure speed beside cp and other tools, into docs/benchmarks.md (QUICK=1: the goals at a tenth of the size, beside commit e26c084; EARLIER=PROGRAM: beside that build)
ifdef EARLIER
	@$(PYTHON) tests/bench/earlier.py $(EARLIER) --write $(TABLES)
else ifdef QUICK
	@$(PYTHON) tests/bench/goals.py $(if $(SCANNER),--scanner $(SCANNER))
else
	@$(PYTHON) tests/bench/goals.py --scale 1 --write $(TABLES)
	@$(PYTHON) tests/bench/run.py --scale 1 --rounds 5 --peers $(PEERS) --write $(TABLES)
	@$(PYTHON) tests/bench/bounded.py --scale 1 --rounds 5 --write $(TABLES) $(O)/bench_input
	-@$(PYTHON) tests/bench/recipes.py --scale 1 --write docs/frameworks.md
	@$(PYTHON) tests/bench/gzip_levels.py --megabytes 40 --rounds 3 --write $(TABLES)
	@$(PEERS) tests/bench/bench_random.py --rounds 5 --write $(TABLES) $(O)/bench_random
	@$(firstword $(wildcard build/python/bin/python) $(PYTHON)) tests/bench/bench_python.py --write $(TABLES)
endif

# The tests are judged in this build, too. build/coverage/missed lists the lines that none of them ran.
.PHONY: coverage check-some-faults
coverage: ## lines of the library that tests and faults run (takes clang and llvm); below 95 % it fails
	@rm -rf build/coverage/profiles && mkdir -p build/coverage/profiles
	@$(MAKE) --no-print-directory BUILD=coverage CC=clang check check-some-faults >build/coverage/log 2>&1 || \
		{ grep -E 'FAIL|failed|rror' build/coverage/log; echo "coverage: tests failed: build/coverage/log"; exit 1; }
	@$(PYTHON) tests/coverage/report.py build/coverage

check-some-faults: $(PROGRAM)
	@$(PYTHON) tests/fault/syscalls.py --some 1500
	@$(PYTHON) tests/fault/preloaded.py --some 2000
	@$(PYTHON) tests/fault/kills.py --some 400 --random 160

.PHONY: mutants
mutants: ## plant 100 and more faults in the scanner and the publication: below 95 % noticed it fails
	@$(PYTHON) tests/mutants/run.py

.PHONY: valgrind
valgrind: $(PROGRAM) $(UNIT_TESTS) ## splits of every kind, and unit tests, under valgrind
	@tests/valgrind/run.sh $(PROGRAM) $(O)/tests

.PHONY: analyze
analyze: all ## gcc -fanalyzer, cppcheck, and what the hardening flags left in the binaries
	@tests/lint/analyze.sh
	@tests/lint/hardening.sh $(PROGRAM) $(SHARED_LIB)

# Seconds for each harness; FUZZ="scanner gzip" chooses some; ENGINE=afl takes AFL++.
TIME ?= 600
ENGINE ?= fuzz
FUZZ ?=

.PHONY: fuzz fuzzers
fuzzers: $(FUZZERS)
fuzz: ## fuzz each harness for TIME seconds (600) with ENGINE fuzz (libFuzzer) or afl
	@$(MAKE) --no-print-directory BUILD=$(ENGINE) CC=$(if $(filter afl,$(ENGINE)),afl-clang-fast,clang) fuzzers
	@$(PYTHON) tests/fuzz/run.py $(ENGINE) build/$(ENGINE)/fuzz --seconds $(TIME) $(FUZZ)

.PHONY: lint
lint: ## layers, clang-tidy, shellcheck and the format of all sources
	@CLANG_TIDY=$(CLANG_TIDY) CLANG_FORMAT=$(CLANG_FORMAT) tests/lint/run.sh

.PHONY: format
format: ## clang-format all C sources in place
	@tests/lint/sources.sh | xargs $(CLANG_FORMAT) -i

# --- completions -------------------------------------------------------------------------------

# Made from the program's own table of options, which a program of the machine that builds prints.
GENERATE := $(O)/completions/generate
COMPLETIONS := $(O)/completions/splitdata.bash $(O)/completions/_splitdata $(O)/completions/splitdata.fish

$(GENERATE): src/cli/completions/generate.c $(filter-out %/main.o,$(CLI_OBJECTS)) $(STATIC_LIB)
	@mkdir -p $(@D)
	$(say) LD $@
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(O)/completions/splitdata.bash: SHELL_NAME := bash
$(O)/completions/_splitdata: SHELL_NAME := zsh
$(O)/completions/splitdata.fish: SHELL_NAME := fish
$(COMPLETIONS): $(O)/completions/%: src/cli/completions/% src/cli/completions/columns.sh $(GENERATE)
	$(Q)$(GENERATE) $(SHELL_NAME) src/cli/completions/columns.sh <$< >$@.new && mv $@.new $@

.PHONY: completions check-completions
completions: $(COMPLETIONS) ## completions for bash, zsh and fish, into build/release/completions

check-completions: $(PROGRAM) $(COMPLETIONS) ## completions, by running bash, zsh and fish (takes them)
	@$(PYTHON) tests/completions/run.py $(O)/completions

# --- installation --------------------------------------------------------------------------------

MANUALS := $(sort $(wildcard docs/*.1 docs/*.3 docs/*.5))
HEADERS := $(sort $(wildcard include/splitdata/*.h))
INSTALL_PROGRAM ?= $(INSTALL) -m 755
INSTALL_DATA ?= $(INSTALL) -m 644
pkgconfigdir ?= $(libdir)/pkgconfig

define PKG_CONFIG_FILE
prefix=$(prefix)
exec_prefix=$(exec_prefix)
libdir=$(patsubst $(prefix)/%,$${prefix}/%,$(libdir))
includedir=$(patsubst $(prefix)/%,$${prefix}/%,$(includedir))

Name: splitdata
Description: Seeded train/test splits of CSV files, as the common frameworks make them
Version: $(VERSION)
Libs: -L$${libdir} -lsplitdata
Libs.private: $(ARCHIVE_LIBS)
Cflags: -I$${includedir}
endef

$(O)/splitdata.pc: Makefile FORCE
	@mkdir -p $(@D)
	@$(file >$@.new,$(PKG_CONFIG_FILE))
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

.PHONY: FORCE install uninstall
FORCE:

install: all $(ARCHIVE) $(O)/splitdata.pc $(if $(HOSTED),$(COMPLETIONS)) ## install to $(DESTDIR)$(prefix)
	$(INSTALL) -d "$(DESTDIR)$(bindir)" "$(DESTDIR)$(libdir)" "$(DESTDIR)$(pkgconfigdir)" \
		"$(DESTDIR)$(includedir)/splitdata"
	$(INSTALL_PROGRAM) $(PROGRAM) "$(DESTDIR)$(bindir)/splitdata"
	$(INSTALL_DATA) $(ARCHIVE) "$(DESTDIR)$(libdir)/libsplitdata.a"
	$(INSTALL_PROGRAM) $(SHARED_LIB) "$(DESTDIR)$(libdir)/$(notdir $(SHARED_LIB))"
	ln -sf $(notdir $(SHARED_LIB)) "$(DESTDIR)$(libdir)/libsplitdata.so.$(SOVERSION)"
	ln -sf libsplitdata.so.$(SOVERSION) "$(DESTDIR)$(libdir)/libsplitdata.so"
	$(INSTALL_DATA) $(HEADERS) "$(DESTDIR)$(includedir)/splitdata/"
	$(INSTALL_DATA) $(O)/splitdata.pc "$(DESTDIR)$(pkgconfigdir)/splitdata.pc"
	@for page in $(MANUALS); do \
		section="$(DESTDIR)$(mandir)/man$${page##*.}"; \
		$(INSTALL) -d "$$section" && $(INSTALL_DATA) "$$page" "$$section/" || exit 1; \
	done
ifneq ($(HOSTED),)
	$(INSTALL) -d "$(DESTDIR)$(bashdir)" "$(DESTDIR)$(zshdir)" "$(DESTDIR)$(fishdir)"
	$(INSTALL_DATA) $(O)/completions/splitdata.bash "$(DESTDIR)$(bashdir)/splitdata"
	$(INSTALL_DATA) $(O)/completions/_splitdata "$(DESTDIR)$(zshdir)/_splitdata"
	$(INSTALL_DATA) $(O)/completions/splitdata.fish "$(DESTDIR)$(fishdir)/splitdata.fish"
endif
	@[ -n "$(DESTDIR)" ] || $(LDCONFIG) 2>/dev/null || true
	@[ -n "$(DESTDIR)" ] || $(LDCONFIG) -p 2>/dev/null | grep -qF "$(libdir)/libsplitdata.so.$(SOVERSION)" || \
		echo "Programs do not look for libraries in $(libdir): link those that use libsplitdata with -Wl,-rpath,$(libdir)"

uninstall: ## remove what install put there
	rm -f "$(DESTDIR)$(bindir)/splitdata" "$(DESTDIR)$(libdir)/libsplitdata.a" \
		"$(DESTDIR)$(libdir)/$(notdir $(SHARED_LIB))" "$(DESTDIR)$(libdir)/libsplitdata.so" \
		"$(DESTDIR)$(libdir)/libsplitdata.so.$(SOVERSION)" "$(DESTDIR)$(pkgconfigdir)/splitdata.pc"
	rm -f $(HEADERS:include/splitdata/%="$(DESTDIR)$(includedir)/splitdata/%")
	@for page in $(MANUALS); do \
		rm -f "$(DESTDIR)$(mandir)/man$${page##*.}/$${page##*/}" || exit 1; \
	done
	rm -f "$(DESTDIR)$(bashdir)/splitdata" "$(DESTDIR)$(zshdir)/_splitdata" "$(DESTDIR)$(fishdir)/splitdata.fish"
	-rmdir "$(DESTDIR)$(includedir)/splitdata"

# --- for people ----------------------------------------------------------------------------------

.PHONY: help
help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(firstword $(MAKEFILE_LIST)) | \
		awk -F'|' '{printf "  %-14s %s\n", $$1, $$2}'

.PHONY: clean
clean: ## remove everything that was built
	rm -rf build

.PHONY: distclean
distclean: clean ## the same: nothing is made outside build/
