"""People of the UN list with altered names, against the list of that date: recall, rank, and what wrong attributes cost.

Which record a row belongs to is taken from the list itself (the name as printed), not from the matcher. `first`: the right party has the best score, ties
included; `alone`: nobody else has that score.
"""
import csv
from .engine import names

COLUMNS = ["n", "recall", "first", "alone"]


def plain(name):
    return " ".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())


def rows(lab):
    """(index, rows of the altered file with the ids of their record)."""
    index = lab.build([lab.shared("lists/un/un_2025-06-18.xml")])
    known = {}
    for r in lab.parties(index):
        for n in names(r):
            known.setdefault(plain(n), set()).add(r["id"])
    with open(lab.shared("gold/un_people_altered.csv"), encoding="utf-8", newline="") as f:
        out = [{**r, "ids": known.get(plain(r["original_name"]), set()), "altered": r["original_name"].casefold() != r["full_name"].casefold()} for r in csv.DictReader(f)]
    return index, out


def query(r, date=True, **other):
    q = {"type": "person", "name": r["full_name"]}
    if date:
        q.update(birth_date=r["date_of_birth"], birth_place=r["place_of_birth"], nationality=r["nationality"], gender=r["gender"])
    return {**q, **other}


def another_year(r, by):
    return str(int(r["date_of_birth"][:4]) + by) + r["date_of_birth"][4:]


def swapped(date):
    """Day and month changed over, when that is another date that exists."""
    year, month, day = date[:4], date[5:7], date[8:10]
    return f"{year}-{day}-{month}" if len(date) == 10 and int(day) <= 12 and day != month else None


def ranks(cases, hits):
    any_ = sum(any(h["id"] in ids for h in some) for (_, ids), some in zip(cases, hits))
    first = [[h for h in some if h["score"] == some[0]["score"]] for some in hits]
    tied = sum(any(h["id"] in ids for h in some) for (_, ids), some in zip(cases, first))
    alone = sum(any(h["id"] in ids for h in some) and all(h["id"] in ids for h in some) for (_, ids), some in zip(cases, first))
    n = len(cases)
    return (n, any_ / n, tied / n, alone / n) if n else (0, None, None, None)


def run(lab, report):
    index, people = rows(lab)
    lost = [r for r in people if not r["ids"]]
    if lost:
        report.note(f"{len(lost)} rows have no record of that name on the list and are left out")
    people = [r for r in people if r["ids"]]
    out, missed = [], []
    for label, some in (("as listed", [r for r in people if not r["altered"]]), ("altered", [r for r in people if r["altered"]])):
        dated = [r for r in some if len(r["date_of_birth"]) >= 4]
        for how, cases in (
                ("name alone", [(query(r, False), r["ids"]) for r in some]),
                ("with its date, place, nationality", [(query(r), r["ids"]) for r in some]),
                ("date missing", [(query(r, birth_date=""), r["ids"]) for r in some]),
                ("year one later", [(query(r, birth_date=another_year(r, 1)), r["ids"]) for r in dated]),
                ("year ten later", [(query(r, birth_date=another_year(r, 10)), r["ids"]) for r in dated]),
                ("day and month changed over", [(query(r, birth_date=swapped(r["date_of_birth"])), r["ids"]) for r in dated if swapped(r["date_of_birth"])]),
                ("another nationality", [(query(r, nationality="br"), r["ids"]) for r in some if r["nationality"]])):
            hits = lab.screen(index, [q for q, _ in cases])
            out.append((f"{label}, {how}", *ranks(cases, hits)))
            missed += [f"missed, {label}, {how}: {q['name']}" for (q, ids), h in zip(cases, hits) if not any(x["id"] in ids for x in h)][:lab.examples]
    report.table("UN people", COLUMNS, out)
    for m in missed:
        report.note(m)
