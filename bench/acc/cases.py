"""Real cases in which a screening failed, and what was published of how the names differed. Each must be an alert at the default threshold.

Bank of Scotland (OFSI, penalty of 10 November 2025, published 26 January 2026): 24 payments for a listed person whose passport spelled the forename with one
letter changed and one added, left out the middle name, and changed one letter of the surname, against the spelling on the list.
Apple (OFAC, 2019): "SIS DOO" against the listed "SIS d.o.o.".
"""
import re
from .engine import Skip, names

LISTED = [{"id": "OV", "type": "person", "name": "Dmitry Vladimirovich Ovsyannikov", "birth_date": "1977-02-21", "nationality": "RU"}, {"id": "SIS", "type": "organisation", "name": "SIS d.o.o."}]
CASES = [("Bank of Scotland", "OV", {"type": "person", "name": n}) for n in ("Dmitrii Ovsiannikov", "OVSIANNIKOV Dmitrii", "Mr Dmitrii OVSIANNIKOV")]
CASES += [("of the same kind", "OV", {"type": "person", "name": n}) for n in
          ("Dmitri Ovsiannikov", "Dmitriy Ovsyanikov", "Dmitry Ovsyannikov", "Dmitrii V Ovsiannikov", "Dmitrii Wladimirowitsch Owsjannikow", "Дмитрий Овсянников")]
CASES += [("Bank of Scotland, with date", "OV", {"type": "person", "name": "Dmitrii Ovsiannikov", "birth_date": d, "nationality": "RU"}) for d in ("1977-02-21", "1977", "1977-02")]
CASES += [("Apple", "SIS", {"type": "organisation", "name": n}) for n in ("SIS DOO", "SIS D.O.O", "Sis doo")]


def run(lab, report):
    """Against a list that has the one spelling alone, and against all current lists, where other spellings help."""
    out, wrong, others = [], 0, set()
    where = [("the listed spelling alone", lab.index_of(LISTED, "case"))]
    try:
        where.append(("all current lists", lab.current_index()))
        others = {r["id"] for r in lab.parties(where[1][1]) if any("vladimirovich" in n.lower() and re.search("ovs(y|i)an+i[ck]", n.lower()) for n in names(r))}
    except Skip as why:
        report.note(str(why))
    for what, index in where:
        asked = [c for c in CASES if index == where[0][1] or c[1] == "OV"]   # SIS is on no current list
        for (case, key, q), hits in zip(asked, lab.screen(index, [q for *_, q in asked])):
            right = [h for h in hits if h["id"] == key or h["id"] in others]
            score = right[0]["score"] if right else None
            wrong += score is None
            out.append((f"{case}: {q['name']} {q.get('birth_date', '')} ({what})", score, len(hits)))
    report.table("alert", ["score", "hits"], out)
    report.note(f"{wrong} of {len(out)} are no alert" if wrong else f"all {len(out)} are alerts")
