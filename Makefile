# strait: build, test, demo. Read it top to bottom.
#
#   make            build/release/strait            make test    set up, then every test
#   make demo       set up, build, show             make lint    gcc and clang with -Werror, module order, static checks
#   make V=asan     a variant: release asan tsan cov fuzz clang (each in its own build/V)
#   make bench · make accuracy · make fuzz-run T=xml S=120 · make clean

V     ?= release
B     := build/$(V)
GEN   := build/gen
NPROC := $(shell nproc 2>/dev/null || echo 2)
# One short line for each file made; VERBOSE=1 shows the commands.
SAY   = $(if $(VERBOSE),,@echo "  make  $@";)

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wcast-qual -Wcast-align -Wpointer-arith -Wwrite-strings \
        -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wundef -Wvla -Wformat=2 -Wnull-dereference -Wdouble-promotion \
        -Wimplicit-fallthrough -Wswitch-enum -Wno-missing-field-initializers
WARN_gcc   := -Wlogical-op -Wduplicated-cond -Wduplicated-branches -Wjump-misses-init -Wtrampolines -Wbidi-chars=any -Warith-conversion
WARN_clang := -Wthread-safety -Wcomma -Wassign-enum -Wextra-semi-stmt -Wunreachable-code-aggressive -Wmissing-variable-declarations
HARDEN := -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fcf-protection=full -fno-common
LINK   := -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code,--as-needed

CC_release := gcc
OPT_release := -O2 -g $(HARDEN)
CC_asan := gcc
OPT_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -DST_FAULT -DST_SANITIZED
CC_tsan := gcc
OPT_tsan := -O1 -g -fsanitize=thread -DST_FAULT
CC_cov := gcc
OPT_cov := -O0 -g --coverage -DST_FAULT
CC_fuzz := clang-14
OPT_fuzz := -O1 -g -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=undefined -fno-omit-frame-pointer -DST_FAULT -DST_SANITIZED
CC_clang := clang-14
OPT_clang := -O2 -g
CC := $(CC_$(V))
FAMILY := $(if $(findstring clang,$(CC)),clang,gcc)

PKGS   := libxml-2.0 libarchive zlib yajl libcrypto libcurl yaml-0.1 sqlite3 libpq libmicrohttpd
CFLAGS := -std=c17 -D_GNU_SOURCE -fPIC -fvisibility=hidden -pthread $(OPT_$(V)) $(WARN) $(WARN_$(FAMILY)) $(if $(WERROR),-Werror) \
          -Isrc -Iinclude -I$(GEN) $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PKGS) 2>/dev/null))
LDFLAGS := -pthread $(OPT_$(V)) $(LINK)
LDLIBS := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lm

MODULES := base text model sources index match rules journal engine http cli
SRC     := $(sort $(foreach m,$(MODULES),$(wildcard src/$(m)/*.c)))
LIBSRC  := $(filter-out src/cli/%,$(SRC))
LIBOBJ  := $(LIBSRC:%.c=$(B)/%.o) $(B)/src/text/text_data.o $(B)/src/sources/tables.o $(B)/src/rules/rules_data.o $(B)/src/rules/tables.o $(B)/src/engine/package_data.o $(B)/src/http/page_data.o
CLIOBJ  := $(filter $(B)/src/cli/%,$(SRC:%.c=$(B)/%.o))
BLOB    := $(GEN)/text.bin
BLOBSRC := $(sort $(wildcard data/names/*) $(wildcard data/places/*))

UNIT := $(patsubst test/%.c,$(B)/test/%,$(sort $(wildcard test/unit/*.c test/property/*.c test/differential/*.c)))
THREADS := $(patsubst test/%.c,$(B)/test/%,$(sort $(wildcard test/tsan/*.c)))
FUZZ := $(patsubst test/fuzz/%.c,$(B)/test/fuzz/%,$(sort $(wildcard test/fuzz/fuzz_*.c)))

.PHONY: all demo test lint bench accuracy fuzz-run clean setup lib tests fuzzers threads
.DELETE_ON_ERROR:
all: $(B)/strait $(B)/libstrait.so

demo:
	@tools/setup build
	@$(MAKE) --no-print-directory -j$(NPROC) V=release all
	@tools/demo build/release/strait

test:
	@tools/setup test
	@tools/runtests

setup:
	@tools/setup test

lib: $(B)/libstrait.so $(B)/libstrait.a
tests: $(UNIT) $(FUZZ) $(B)/strait $(B)/test/example
fuzzers: $(FUZZ)
threads: $(THREADS)

lint:
	@tools/layers
	@$(MAKE) --no-print-directory -j$(NPROC) V=release WERROR=1 all tests
	@$(MAKE) --no-print-directory -j$(NPROC) V=clang WERROR=1 all tests

bench accuracy: $(B)/strait
	@bench/$@ $(B)/strait

# libFuzzer on one target for S seconds, new finds kept in build/ and crashes shown:  make fuzz-run T=xml S=120
fuzz-run:
	@$(MAKE) --no-print-directory V=fuzz build/fuzz/test/fuzz/fuzz_$(T)
	@tools/fuzz $(T) $(or $(S),120)

# The text tables: ICU at build time, plain text files of ours, one blob inside the binary.
# The folding is linked into mktext, so that words and places are folded as names are.
MKTEXT := tools/mktext.c tools/mktext_names.c tools/mktext_words.c tools/mktext_readings.c tools/mktext_han.c tools/mktext_meanings.c \
          src/text/fold.c src/base/str.c src/base/utf8.c src/base/mem.c src/base/err.c
$(GEN)/mktext: $(MKTEXT) tools/mktext.h tools/mktext_han.h src/text/text_blob.h
	@mkdir -p $(@D)
	$(SAY) gcc -std=c17 -D_GNU_SOURCE -O2 -g $(WARN) $(if $(WERROR),-Werror) -Isrc -Itools -o $@ $(MKTEXT) $(shell pkg-config --cflags --libs icu-i18n icu-uc libcrypto)
# Unihan: how Han is read in Canton, Japan and Korea (Debian's unicode-data).
UNIHAN := /usr/share/unicode
$(GEN)/unihan.txt: $(wildcard $(UNIHAN)/Unihan_Readings.txt.bz2 $(UNIHAN)/Unihan_Variants.txt.bz2)
	@mkdir -p $(@D)
	$(SAY) for f in Readings Variants; do bzcat $(UNIHAN)/Unihan_$$f.txt.bz2 || exit 1; done >$@
$(BLOB): $(GEN)/mktext $(GEN)/unihan.txt $(BLOBSRC)
	$(SAY) $< $@ data $(GEN)/unihan.txt
$(B)/src/text/text_data.o: src/text/text_data.S $(BLOB)
	@mkdir -p $(@D)
	$(SAY) $(CC) -I$(GEN) -c -o $@ $<
# The tables of official sources and of known lists, as they are.
$(B)/src/sources/tables.o: src/sources/tables.S data/sources.tsv data/lists.tsv
	@mkdir -p $(@D)
	$(SAY) $(CC) -I. -c -o $@ $<
# The tables that the rules' pure functions read.
$(B)/src/rules/tables.o: src/rules/tables.S data/places/mid.tsv data/places/regions.tsv data/regimes/goods/hs_editions.tsv
	@mkdir -p $(@D)
	$(SAY) $(CC) -I. -c -o $@ $<

# The checker that goes into evidence packages.
$(B)/src/engine/package_data.o: src/engine/package_data.S src/engine/package_check.py
	@mkdir -p $(@D)
	$(SAY) $(CC) -I. -c -o $@ $<

# The rules that are inside the binary: each file of data/regimes behind a line with its path and size.
RULES := $(sort $(shell find data/regimes -name '*.yaml'))
$(GEN)/rules.txt: $(RULES) Makefile
	@mkdir -p $(@D)
	$(SAY) for f in $(RULES:data/regimes/%=%); do printf '%s %s\n' $$f $$(wc -c <data/regimes/$$f) && cat data/regimes/$$f || exit 1; done >$@
$(B)/src/rules/rules_data.o: src/rules/rules_data.S $(GEN)/rules.txt
	@mkdir -p $(@D)
	$(SAY) $(CC) -I$(GEN) -c -o $@ $<

# The page that is inside the binary, in the same way.
PAGE := $(sort $(wildcard page/*)) data/sample/shipment.json
$(GEN)/page.txt: $(PAGE) Makefile
	@mkdir -p $(@D)
	$(SAY) for f in $(PAGE); do printf '%s %s\n' $${f##*/} $$(wc -c <$$f) && cat $$f || exit 1; done >$@
$(B)/src/http/page_data.o: src/http/page_data.S $(GEN)/page.txt
	@mkdir -p $(@D)
	$(SAY) $(CC) -I$(GEN) -c -o $@ $<

$(B)/src/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	$(SAY) $(CC) $(CFLAGS) -MMD -MP -c -o $@ $<
$(B)/test/%.o: test/%.c Makefile
	@mkdir -p $(@D)
	$(SAY) $(CC) $(CFLAGS) -Itest -Wno-unused-parameter -MMD -MP -c -o $@ $<

$(B)/libstrait.a: $(LIBOBJ)
	@rm -f $@
	$(SAY) ar rcs $@ $^
$(B)/libstrait.so: $(LIBOBJ)
	$(SAY) $(CC) -shared -Wl,-soname,libstrait.so.0 $(LDFLAGS) -o $@ $^ $(LDLIBS)
	@ln -sf $(@F) $@.0
$(B)/strait: $(CLIOBJ) $(B)/libstrait.a
	$(SAY) $(CC) $(LDFLAGS) -pie -o $@ $^ $(LDLIBS)

# Unit, property and differential tests: one program a file. Test-only libraries: cmocka, jansson (JSON oracle), ICU (text oracle).
$(B)/test/unit/% $(B)/test/property/% $(B)/test/differential/% $(B)/test/tsan/%: TESTLIBS = -lcmocka -ljansson $(shell pkg-config --libs icu-i18n icu-uc)
$(B)/test/unit/%: $(B)/test/unit/%.o $(B)/libstrait.a
	$(SAY) $(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(TESTLIBS)
$(B)/test/property/%: $(B)/test/property/%.o $(B)/libstrait.a
	$(SAY) $(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(TESTLIBS)
$(B)/test/differential/%: $(B)/test/differential/%.o $(B)/libstrait.a
	$(SAY) $(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(TESTLIBS)
# What several threads do at once, under ThreadSanitizer: make V=tsan threads.
$(B)/test/tsan/%: $(B)/test/tsan/%.o $(B)/libstrait.a
	$(SAY) $(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(TESTLIBS)
# Fuzz targets: libFuzzer's main with V=fuzz, else a driver that replays the corpus.
FUZZMAIN := $(if $(filter fuzz,$(V)),-fsanitize=fuzzer,$(B)/test/fuzz/replay.o)
$(B)/test/fuzz/fuzz_%: $(B)/test/fuzz/fuzz_%.o $(B)/libstrait.a $(filter %.o,$(FUZZMAIN))
	$(SAY) $(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter -f%,$(FUZZMAIN)) $(B)/libstrait.a $(LDLIBS)
# Measurements of one part: make build/release/bench/fold_bench
$(B)/bench/%: bench/%.c $(B)/libstrait.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)
# The public header as a user meets it: only include/, only the shared library.
$(B)/test/example: include/example.c $(B)/libstrait.so
	@mkdir -p $(@D)
	$(SAY) $(CC) -std=c17 -Iinclude $(OPT_$(V)) -Wall -Wextra -Werror -o $@ $< -L$(B) -lstrait -Wl,-rpath,'$$ORIGIN/..'

clean:
	rm -rf build
-include $(SRC:%.c=$(B)/%.d) $(wildcard $(B)/test/*/*.d)
.SECONDARY:
