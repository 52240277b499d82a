#!/usr/bin/env python3
"""data/sample: is it well formed, and does each row say what the record says that it cites?

The first tests need nothing but the repository. The last ones need the official lists beside it (../shared, or STRAIT_SHARED) and say so
when they are absent. Standard library only.
"""
import csv
import glob
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(HERE, "lib"))
sys.dont_write_bytecode = True
import sample_lists  # noqa: E402
from sample_lists import compact, fold  # noqa: E402

SAMPLE = os.path.join(ROOT, "data", "sample")
SHARED = os.environ.get("STRAIT_SHARED") or os.path.join(os.path.dirname(ROOT), "shared")
NAMES = ("name", "alias", "weak_alias", "former_name", "original_name")
NUMBERS = ("passport", "national_id", "inn", "ogrn", "tax_id", "registration", "bic", "imo", "imo_company", "mmsi", "call_sign",
           "tail_number", "serial_number", "wallet")
DATES = ("birth_date", "founded", "built")
COUNTRIES = ("nationality", "citizenship", "country", "flag")
LINKS = ("owned_by", "linked_to")
KINDS = {"person", "organisation", "vessel", "aircraft", "wallet"}
BANNER = ("list", "title", "publisher", "date", "licence", "notice")

results = []


def test(name, faults, note=""):
    results.append(not faults)
    print("%s %d - %s%s" % ("not ok" if faults else "ok", len(results), name, note))
    for f in faults[:20]:
        print("# " + f)
    if len(faults) > 20:
        print("# ... and %d more" % (len(faults) - 20))


def skip(name, why):
    results.append(True)
    print("ok %d - %s # SKIP %s" % (len(results), name, why))


def cut(text, mark):
    """Parts between marks, a backslash taking the mark's meaning away."""
    parts, part, i = [], "", 0
    while i < len(text):
        if text[i] == "\\" and i + 1 < len(text):
            part += text[i:i + 2]
            i += 2
        elif text[i] == mark:
            parts.append(part)
            part, i = "", i + 1
        else:
            part += text[i]
            i += 1
    return parts + [part]


def plain(text):
    return re.sub(r"\\(.)", r"\1", text)


def values(cell):
    """[(value, [(qualifier, value)])] of a cell: value{qualifier=value|qualifier=value};..."""
    out = []
    for part in cut(cell, ";") if cell else []:
        m = re.fullmatch(r"(.*?)(?:\{(.*)\})?", part, re.S)
        quals = [tuple(plain(x) for x in q.split("=", 1)) for q in cut(m[2], "|")] if m[2] is not None else []
        out.append((plain(m[1]), quals))
    return out


def properties():
    with open(os.path.join(ROOT, "src", "model", "props.def"), encoding="utf-8") as f:
        text = f.read()
    pick = lambda kind: set(re.findall(r"^%s\(\w+,\s*\"(\w+)\"" % kind, text, re.M))
    return pick("HEAD"), pick("QUAL")


class File:
    def __init__(self, path):
        self.path, self.name = path, os.path.basename(path)
        with open(path, encoding="utf-8", newline="") as f:
            lines = f.read().split("\n")
        self.banner = {}
        while lines and lines[0].startswith("# "):
            key, _, value = lines.pop(0)[2:].partition(": ")
            self.banner[key] = value
        reader = csv.reader("\n".join(lines).splitlines(keepends=True))
        self.header = next(reader)
        self.rows = []
        for cells in reader:
            self.rows.append({h: c for h, c in zip(self.header, cells)} if len(cells) == len(self.header) else {"id": "?", "bad": cells})

    def where(self, row):
        return "%s: %s" % (self.name, row.get("id"))


def weighted(number, weights, mod):
    return sum(int(a) * b for a, b in zip(number, weights)) % mod


def number_holds(prop, number):
    """The number's own check: IMO (weights 7..2), INN and OGRN (Federal Tax Service order), BIC and MMSI by form."""
    digits = number.isdigit()
    if prop == "imo" or prop == "imo_company":
        return digits and len(number) == 7 and (prop == "imo_company" or weighted(number, (7, 6, 5, 4, 3, 2), 10) == int(number[6]))
    if prop == "inn":
        if digits and len(number) == 10:
            return weighted(number, (2, 4, 10, 3, 5, 9, 4, 6, 8), 11) % 10 == int(number[9])
        return (digits and len(number) == 12 and weighted(number, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8), 11) % 10 == int(number[10])
                and weighted(number, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8), 11) % 10 == int(number[11]))
    if prop == "ogrn":
        return digits and len(number) in (13, 15) and int(number[:-1]) % (len(number) - 2) % 10 == int(number[-1])
    if prop == "bic":
        return re.fullmatch(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?", number) is not None
    if prop == "mmsi":
        return digits and len(number) == 9
    return number == number.strip() and number != ""


def source_of(row):
    m = re.fullmatch(r"(\w+) (.+), (\d{4}-\d\d-\d\d)", row.get("source", ""))
    return m.groups() if m else None


def check_form(files):
    heads, quals = properties()
    known = heads | {"id", "type", "source"}
    faults = []
    for f in files:
        faults += ["%s: no '# %s:' line" % (f.name, b) for b in BANNER if not f.banner.get(b)]
        if "not for compliance use" not in f.banner.get("notice", ""):
            faults.append(f.name + ": the notice does not say what it is not for")
        if f.banner.get("list") != f.name[:-4]:
            faults.append(f.name + ": list id and file name differ")
        faults += ["%s: unknown column %s" % (f.name, h) for h in f.header if h not in known]
        for row in f.rows:
            if "bad" in row:
                faults.append("%s: %d cells instead of %d: %s" % (f.name, len(row["bad"]), len(f.header), row["bad"][:1]))
                continue
            for column, cell in row.items():
                for value, qs in values(cell) if column != "source" else []:
                    if not value and not (column in LINKS and dict(qs).get("target_name")):
                        faults.append("%s: empty value in %s" % (f.where(row), column))
                    faults += ["%s: unknown qualifier %s" % (f.where(row), q[0]) for q in qs if q[0] not in quals or len(q) != 2 or not q[1]]
    test("columns, qualifiers and banners are those of the format", faults)


def check_values(files):
    faults, numbers = [], 0
    for f in files:
        for row in f.rows:
            for p in NUMBERS:
                for value, _ in values(row.get(p, "")):
                    numbers += 1
                    if not number_holds(p, value):
                        faults.append("%s: %s %s" % (f.where(row), p, value))
            for p in DATES:
                for value, _ in values(row.get(p, "")):
                    if not re.fullmatch(r"[12]\d{3}(-[01]\d(-[0-3]\d)?)?~?", value):
                        faults.append("%s: %s %s" % (f.where(row), p, value))
            for p in COUNTRIES:
                for value, _ in values(row.get(p, "")):
                    if not re.fullmatch("[A-Z]{2}", value):
                        faults.append("%s: %s %s" % (f.where(row), p, value))
    test("numbers pass their checks, dates and countries have their form", faults, " (%d numbers)" % numbers)


def check_rows(files):
    faults, parties, kinds, many = [], {}, set(), 0
    for f in files:
        ids = [row["id"] for row in f.rows]
        faults += ["%s: id %s twice" % (f.name, i) for i in sorted(set(ids)) if ids.count(i) > 1]
        for row in f.rows:
            kinds.add(row.get("type"))
            if row.get("type") not in KINDS:
                faults.append("%s: type %s" % (f.where(row), row.get("type")))
            if parties.setdefault(row["id"], row.get("type")) != row.get("type"):
                faults.append("%s: another type elsewhere" % f.where(row))
            if len(values(row.get("name", ""))) != 1 or not row.get("listing"):
                faults.append("%s: needs one name and a listing" % f.where(row))
            if not source_of(row):
                faults.append("%s: source '%s' is not 'list record, date'" % (f.where(row), row.get("source")))
            for p in LINKS:
                faults += ["%s: %s names no row: %s" % (f.where(row), p, v) for v, _ in values(row.get(p, "")) if v and v not in ids]
    if len(parties) < 150:
        faults.append("only %d parties" % len(parties))
    if not kinds >= KINDS:
        faults.append("missing kinds: %s" % sorted(KINDS - kinds))
    many = sum(1 for p in parties if sum(any(r["id"] == p for r in f.rows) for f in files) > 1)
    if many < 50:
        faults.append("only %d parties on more than one list" % many)
    scripts = {n for f in files for row in f.rows for p in NAMES for _, qs in values(row.get(p, "")) for k, n in qs if k == "script"}
    faults += ["no name in script " + s for s in ("Cyrl", "Arab", "Hani") if s not in scripts]
    test("every row is one party with its source", faults, " (%d parties, %d on several lists)" % (len(parties), many))


def check_customers(files):
    rows = {}
    for f in files:
        for row in f.rows:
            rows.setdefault(row["id"], []).append(row)
    with open(os.path.join(SAMPLE, "customers.csv"), encoding="utf-8", newline="") as f:
        customers = list(csv.DictReader(f))
    faults, kinds = [], set()
    for c in customers:
        kind, _, party = c["expect"].partition(":")
        kinds.add(kind)
        if kind not in ("hit", "near", "clean") or (kind != "clean") != bool(party) or (party and party not in rows):
            faults.append("%s: expect '%s'" % (c["id"], c["expect"]))
            continue
        for column in ("id_number", "imo", "wallet"):
            held = {compact(v) for row in rows.get(party, []) for p in NUMBERS for v, _ in values(row.get(p, ""))}
            if c[column] and (compact(c[column]) in held) != (kind == "hit"):
                faults.append("%s: %s %s does not fit '%s'" % (c["id"], column, c[column], c["expect"]))
        if c["imo"] and not number_holds("imo", c["imo"]):
            faults.append("%s: IMO number %s" % (c["id"], c["imo"]))
    if len(customers) < 25 or kinds != {"hit", "near", "clean"}:
        faults.append("%d customers of kinds %s" % (len(customers), sorted(kinds)))
    test("customers expect what the sample holds", faults, " (%d)" % len(customers))


def lookalikes():
    with open(os.path.join(SAMPLE, "lookalikes.csv"), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def check_lookalikes(files, alike):
    names = {fold(v) for f in files for row in f.rows for p in NAMES for v, _ in values(row.get(p, ""))}
    faults = ["%s: %s is on the sample" % (a["id"], a["name"]) for a in alike if fold(a["name"]) in names]
    if len(alike) < 36 or len({a["id"] for a in alike}) != len(alike) or any(not a["note"] for a in alike):
        faults.append("36 or more, each with an id of its own and a note: %d" % len(alike))
    test("look-alikes are on no sample list", faults, " (%d)" % len(alike))


def compare(row, record, date):
    """What a row says and its record does not."""
    faults = ["name '%s'" % v for p in NAMES for v, _ in values(row.get(p, "")) if p != "name" or row["type"] != "wallet"
              if fold(v) not in record.names]
    if row["type"] == "wallet" and compact(row["name"]) not in record.text:
        faults.append("address %s" % row["name"])
    faults += ["number %s" % v for p in NUMBERS for v, _ in values(row.get(p, "")) if compact(v) not in record.text]
    faults += ["%s %s" % (p, v) for p in DATES for v, _ in values(row.get(p, "")) if v.rstrip("~") not in record.dates]
    faults += ["listed_on " + n for _, qs in values(row["listing"]) for k, n in qs if k == "listed_on" and n not in record.dates]
    return faults + ([] if date in record.dates else ["date %s" % date])


def check_records(files, alike):
    if not os.path.isdir(os.path.join(SHARED, "lists")):
        skip("each row agrees with the record it cites", "no official lists beside the repository")
        skip("look-alikes are on no official list", "no official lists beside the repository")
        return
    lists = sample_lists.load(SHARED, {s[0] for f in files for row in f.rows for s in [source_of(row)] if s})
    faults, agreed, absent = [], 0, 0
    for f in files:
        for row in f.rows:
            name, key, date = source_of(row) or ("", "", "")
            record = lists.get(name, {}).get(key)
            if record is None:
                absent += 1
                continue
            wrong = compare(row, record, date)
            faults += ["%s: %s %s has no %s" % (f.where(row), name, key, w) for w in wrong]
            agreed += not wrong
    if agreed == 0:
        faults.append("no row could be compared")
    test("each row agrees with the record it cites", faults, " (%d agree, %d not in shared)" % (agreed, absent))
    names = {n for records in lists.values() for r in records.values() for n in r.names}
    test("look-alikes are on no official list", ["%s: %s" % (a["id"], a["name"]) for a in alike if fold(a["name"]) in names])


def main():
    files = [File(p) for p in sorted(glob.glob(os.path.join(SAMPLE, "sample_*.csv")))]
    if not files:
        test("data/sample holds lists", ["no sample_*.csv"])
        return 1
    alike = lookalikes()
    check_form(files)
    check_values(files)
    check_rows(files)
    check_customers(files)
    check_lookalikes(files, alike)
    check_records(files, alike)
    print("1..%d" % len(results))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
