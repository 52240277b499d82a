interest.o: src/sources/interest.c src/sources/interest.h src/base/json.h \
  src/base/input.h src/base/base.h src/base/err.h src/base/errors.def \
  src/base/mem.h src/base/str.h src/base/banned.h src/sources/facts.h \
  src/model/model.h src/model/props.def src/text/text.h \
  src/sources/source.h src/sources/sources.def

src/sources/interest.h:

src/base/json.h:

src/base/input.h:

src/base/base.h:

src/base/err.h:

src/base/errors.def:

src/base/mem.h:

src/base/str.h:

src/base/banned.h:

src/sources/facts.h:

src/model/model.h:

src/model/props.def:

src/text/text.h:

src/sources/source.h:

src/sources/sources.def:
