gleif.o: src/sources/gleif.c src/sources/columns.h src/base/csv.h \
  src/base/input.h src/base/base.h src/base/err.h src/base/errors.def \
  src/base/mem.h src/base/str.h src/base/banned.h src/model/model.h \
  src/model/props.def src/sources/interest.h src/base/json.h \
  src/sources/facts.h src/text/text.h src/sources/source.h \
  src/sources/sources.def src/sources/tree.h src/base/xml.h

src/sources/columns.h:

src/base/csv.h:

src/base/input.h:

src/base/base.h:

src/base/err.h:

src/base/errors.def:

src/base/mem.h:

src/base/str.h:

src/base/banned.h:

src/model/model.h:

src/model/props.def:

src/sources/interest.h:

src/base/json.h:

src/sources/facts.h:

src/text/text.h:

src/sources/source.h:

src/sources/sources.def:

src/sources/tree.h:

src/base/xml.h:
