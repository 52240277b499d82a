interest_test.o: test/unit/interest_test.c test/source_read.h \
  src/sources/source.h src/base/input.h src/base/base.h src/base/err.h \
  src/base/errors.def src/base/mem.h src/base/str.h src/base/banned.h \
  src/model/model.h src/model/props.def src/sources/sources.def

test/source_read.h:

src/sources/source.h:

src/base/input.h:

src/base/base.h:

src/base/err.h:

src/base/errors.def:

src/base/mem.h:

src/base/str.h:

src/base/banned.h:

src/model/model.h:

src/model/props.def:

src/sources/sources.def:
