fuzz_interest.o: test/fuzz/fuzz_interest.c test/fuzz/reader_fuzz.h \
  src/base/hash.h src/base/base.h src/base/err.h src/base/errors.def \
  src/base/mem.h src/base/str.h src/base/banned.h src/sources/catalog.h \
  src/model/model.h src/model/props.def src/sources/source.h \
  src/base/input.h src/sources/sources.def

test/fuzz/reader_fuzz.h:

src/base/hash.h:

src/base/base.h:

src/base/err.h:

src/base/errors.def:

src/base/mem.h:

src/base/str.h:

src/base/banned.h:

src/sources/catalog.h:

src/model/model.h:

src/model/props.def:

src/sources/source.h:

src/base/input.h:

src/sources/sources.def:
