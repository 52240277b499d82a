cmd_owners.o: src/cli/cmd_owners.c src/base/file.h src/base/base.h \
  src/base/err.h src/base/errors.def src/base/mem.h src/base/str.h \
  src/base/banned.h src/cli/cli.h src/cli/cli.def src/cli/party.h \
  src/base/json.h src/base/input.h src/index/index.h src/model/model.h \
  src/model/props.def src/text/key.h src/text/text.h src/match/reason.h \
  src/match/reasons.def src/cli/rules_args.h src/rules/rules.h \
  src/rules/bundle.h src/rules/value.h src/rules/logic.h \
  src/rules/kinds.def src/engine/owner_answer.h src/engine/check.h \
  src/engine/screen.h src/match/group.h src/match/search.h \
  src/match/evidence.h src/match/query.h src/match/filter.h \
  src/match/scan.h src/match/matcher.h src/match/name.h src/match/part.h \
  src/match/edit.h src/match/weights.h src/match/score.h \
  src/rules/judge.h src/rules/ask.h src/rules/case.h src/rules/owned.h \
  src/rules/chain.h src/rules/holdings.h src/rules/owners.h \
  src/rules/standing.h src/match/compare.h

src/base/file.h:

src/base/base.h:

src/base/err.h:

src/base/errors.def:

src/base/mem.h:

src/base/str.h:

src/base/banned.h:

src/cli/cli.h:

src/cli/cli.def:

src/cli/party.h:

src/base/json.h:

src/base/input.h:

src/index/index.h:

src/model/model.h:

src/model/props.def:

src/text/key.h:

src/text/text.h:

src/match/reason.h:

src/match/reasons.def:

src/cli/rules_args.h:

src/rules/rules.h:

src/rules/bundle.h:

src/rules/value.h:

src/rules/logic.h:

src/rules/kinds.def:

src/engine/owner_answer.h:

src/engine/check.h:

src/engine/screen.h:

src/match/group.h:

src/match/search.h:

src/match/evidence.h:

src/match/query.h:

src/match/filter.h:

src/match/scan.h:

src/match/matcher.h:

src/match/name.h:

src/match/part.h:

src/match/edit.h:

src/match/weights.h:

src/match/score.h:

src/rules/judge.h:

src/rules/ask.h:

src/rules/case.h:

src/rules/owned.h:

src/rules/chain.h:

src/rules/holdings.h:

src/rules/owners.h:

src/rules/standing.h:

src/match/compare.h:
