chain.o: src/rules/chain.c src/rules/chain.h src/rules/holdings.h \
  src/index/index.h src/model/model.h src/base/base.h src/base/err.h \
  src/base/errors.def src/base/mem.h src/base/str.h src/base/banned.h \
  src/model/props.def src/text/key.h src/text/text.h src/rules/owners.h \
  src/rules/logic.h src/rules/share.h

src/rules/chain.h:

src/rules/holdings.h:

src/index/index.h:

src/model/model.h:

src/base/base.h:

src/base/err.h:

src/base/errors.def:

src/base/mem.h:

src/base/str.h:

src/base/banned.h:

src/model/props.def:

src/text/key.h:

src/text/text.h:

src/rules/owners.h:

src/rules/logic.h:

src/rules/share.h:
