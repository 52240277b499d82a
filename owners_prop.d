owners_prop.o: test/property/owners_prop.c src/rules/owners.h \
  src/rules/logic.h src/base/base.h src/base/err.h src/base/errors.def \
  src/base/mem.h src/base/str.h src/base/banned.h

src/rules/owners.h:

src/rules/logic.h:

src/base/base.h:

src/base/err.h:

src/base/errors.def:

src/base/mem.h:

src/base/str.h:

src/base/banned.h:
