"""Pairs of query and candidate with their attributes: compared as two names, and screened against a list of which the candidate is the only party."""
from . import gold, stats

LEADER = {"all": .892}
COLUMN = {"name": "name", "firstName": "first_name", "middleName": "middle_name", "lastName": "last_name", "birthDate": "birth_date", "birthPlace": "birth_place",
          "nationality": "nationality", "country": "country", "gender": "gender", "address": "address", "passportNumber": "id_number", "imoNumber": "imo"}


def run(lab, report):
    cases = gold.checks(lab)
    rows = []
    if lab.has("compare"):
        answers = lab.compare([{"type": c["kind"], "name1": gold.whole_name(c["query"]), "name2": gold.whole_name(c["candidate"])} for c in cases])
        rows += table(cases, "names alone", answers)
        report.table("threshold, names alone", stats.COLUMNS, stats.sweep([(s, c["label"]) for (s, _), c in zip(answers, cases)]))
    else:
        report.note("names alone: this binary has no strait compare")
    answers = [screened(lab, c) for c in cases]
    rows += table(cases, "screened with attributes", answers)
    report.table("entity_checks", stats.COLUMNS + ["leader F1"], rows)
    for what in (False, True):
        some = [(s, c) for (s, m), c in zip(answers, cases) if m != c["label"] and c["label"] == what]
        for s, c in sorted(some, key=lambda x: x[0], reverse=not what)[:lab.examples]:
            report.note(f"{'missed' if what else 'false'}: {s:.4f}  {gold.whole_name(c['query'])} / {gold.whole_name(c['candidate'])}")
    report.note("attributes without a column: " + (", ".join(sorted({k for c in cases for k in {**c["query"], **c["candidate"]}} - set(COLUMN))) or "none"))


def table(cases, how, answers):
    def line(label, some):
        return (f"{how}: {label}", *stats.prf([(m, c["label"]) for (_, m), c in some]), LEADER.get(label))
    both = list(zip(answers, cases))
    return [line("all", both)] + [line(k or "any kind", [x for x in both if x[1]["kind"] == k]) for k in dict.fromkeys(c["kind"] for c in cases)]


def screened(lab, case):
    """(best score, found at the default threshold)."""
    def columns(side):
        return {"type": case["kind"], **{COLUMN[k]: v for k, v in side.items() if k in COLUMN}}
    index = lab.index_of([{"id": "1", **columns(case["candidate"])}])
    hits = lab.screen(index, [columns(case["query"])], "--threshold", 0, "-j", 1)[0]
    score = hits[0]["score"] if hits else 0.0
    return score, score >= lab.threshold()
