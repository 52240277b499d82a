#!/usr/bin/env python3
"""data/lists.tsv names every list that a reader can begin, completely, and agrees with data/sources.tsv and data/sample."""
import glob
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
COLUMNS = ["list", "title", "publisher", "url", "licence"]
COUNTRIES = "us|un|eu|gb|ch|ca|au|jp|nz|tr|cn|ru|il|sg|wb|ua|ships"
results = []


def test(name, faults):
    results.append(not faults)
    print("%s %d - %s" % ("not ok" if faults else "ok", len(results), name))
    for f in faults[:20]:
        print("# " + f)


def text(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as f:
        return f.read()


def table(name):
    lines = [l.split("\t") for l in text("data", name).splitlines() if l and not l.startswith("#")]
    return lines[0], lines[1:]


def main():
    head, rows = table("lists.tsv")
    faults = [] if head == COLUMNS else ["columns are %s" % head]
    for r in rows:
        bad = len(r) != len(COLUMNS) or not re.fullmatch("[a-z]{2,6}_[a-z0-9_]+", r[0]) or not (r[1] and r[2] and r[4])
        bad = bad or not (r[3].startswith("https://") or (r[3] == "" and r[0].startswith("sample_")))
        faults += [r[0]] if bad else []
    ids = [r[0] for r in rows]
    test("every list has title, publisher, address and licence", faults + [i + " twice" for i in set(ids) if ids.count(i) > 1])
    used = set()
    for path in glob.glob(os.path.join(ROOT, "src", "sources", "*.[ch]")) + glob.glob(os.path.join(ROOT, "src", "sources", "*.def")):
        used |= set(re.findall(r'"((?:%s)_[a-z0-9_]+)"' % COUNTRIES, text(path)))
    test("every list that the readers begin is in the table", sorted(used - set(ids)) if used else ["no list id in src/sources"])
    by_id, faults = {r[0]: r for r in rows}, []
    for s in table("sources.tsv")[1]:
        row = by_id.get(s[0], [""] * 5)
        faults += ["%s: %s, %s" % (s[0], mine, theirs) for mine, theirs in ((row[2], s[1]), (row[4], s[7])) if mine != theirs]
    test("publisher and licence are those of the sources to fetch", faults)
    banners = [re.search(r"^# list: (\w+)\n# title: (.+)$", text(p), re.M).groups() for p in glob.glob(os.path.join(ROOT, "data", "sample", "sample_*.csv"))]
    test("the sample lists are in the table", ["%s: %s" % b for b in banners if by_id.get(b[0], ["", ""])[1] != b[1]] if banners else ["none"])
    print("1..%d" % len(results))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
