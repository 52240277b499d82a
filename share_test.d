share_test.o: test/unit/share_test.c src/rules/share.h src/base/base.h \
  src/base/err.h src/base/errors.def src/base/mem.h src/base/str.h \
  src/base/banned.h

src/rules/share.h:

src/base/base.h:

src/base/err.h:

src/base/errors.def:

src/base/mem.h:

src/base/str.h:

src/base/banned.h:
