#!/usr/bin/env python3
"""Labelled pairs of names for bench/fit_weights, from ../shared: set, type, name1, name2, 1 or 0, a tab between.   bench/fit_pairs.py > pairs.tsv

Sets: name_pairs and entity_checks as they are; UN people with their altered names; altered OFAC names, one edit in every part; ordinary customers beside the
listed names that a loose screening finds for them."""
import csv, gzip, json, os, random, subprocess, sys, tempfile
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SHARED = os.environ.get("STRAIT_SHARED") or os.path.join(os.path.dirname(ROOT), "shared")
STRAIT = os.path.join(ROOT, "build/release/strait")
sys.path.insert(0, os.path.join(ROOT, "test", "script"))
import shared as helpers
random.seed(20261125)


def put(kind, type_, a, b, label):
    if a.strip() and b.strip():
        print("\t".join((kind, type_, a.replace("\t", " "), b.replace("\t", " "), str(int(label)))))


def simple_yaml(path):
    """The subset that entity_checks.yml uses: a list of maps of maps of scalars or lists of scalars."""
    out, item, inner, key = [], None, None, None
    for raw in open(path, encoding="utf-8"):
        line = raw.split(" #")[0].rstrip()
        text = line.strip()
        if not text or text.startswith("#") or text == "checks:":
            continue
        indent = len(line) - len(line.lstrip())
        if text.startswith("- ") and indent <= 2:
            item, inner = {}, None
            out.append(item)
            text, indent = text[2:], indent + 2
        elif text.startswith("- "):
            inner.setdefault(key, []).append(text[2:].strip().strip("'\""))
            continue
        name, _, value = text.partition(":")
        value = value.strip().strip("'\"")
        if indent <= 4:
            if value:
                item[name] = value
            else:
                inner = item[name] = {}
        else:
            key = name
            inner[name] = [value] if value else []
    return out


def edit(word):
    i = random.randrange(len(word))
    c = random.choice("abcdefghijklmnopqrstuvwxyz")
    return random.choice([word[:i] + c + word[i:], word[:i] + word[i + 1:], word[:i] + c + word[i + 1:], word[:i] + word[i + 1:i + 2] + word[i:i + 1] + word[i + 2:]])


rows = list(csv.DictReader(open(os.path.join(SHARED, "gold/name_pairs.csv"), encoding="utf-8")))
for r in rows:
    put("pairs_" + r["group"], r["type"], r["name1"], r["name2"], r["is_match"] == "true")
for c in simple_yaml(os.path.join(SHARED, "gold/entity_checks.yml")):
    def name(d):
        return (d.get("name") or [" ".join((d.get("firstName", []) + d.get("middleName", []) + d.get("lastName", [])))])[0]
    put("checks", c["schema"], name(c["query"]), name(c["candidate"]), c["match"] == "true")
for r in csv.DictReader(open(os.path.join(SHARED, "gold/un_people_altered.csv"), encoding="utf-8")):
    if r["original_name"].lower() != r["full_name"].lower():
        put("un", "person", r["full_name"], r["original_name"], True)
sdn = [r for r in csv.reader(open(os.path.join(SHARED, "lists/us_ofac/legacy_2024-05-03/sdn.csv"), encoding="latin-1")) if len(r) > 2 and r[2].strip() == "individual"]
for r in random.sample(sdn, 400):
    words = r[1].replace(",", "").split()
    put("typos", "person", " ".join(edit(w) for w in words), r[1], True)
for a, b in zip(random.sample(sdn, 400), random.sample(sdn, 400)):
    x, y = a[1].split(",")[0], b[1].split(",")[-1]
    put("swapped", "person", x + y, a[1], False) if a is not b else None
scripts = list(csv.DictReader(open(os.path.join(SHARED, "gold/gold_crossscript_un_uk_au.tsv"), encoding="utf-8"), delimiter="\t"))
for kind, n in (("P", 500), ("E", 250)):
    mine = random.sample([r for r in scripts if r["kind"] == kind], n if kind == "P" else 250)
    other = random.sample([r for r in scripts if r["kind"] == kind], len(mine))
    for r, o in zip(mine, other):
        put("script_" + kind, "person" if kind == "P" else "organisation", r["native_name"], r["latin_name"], True)
        if r["id"] != o["id"]:
            put("script_" + kind, "person" if kind == "P" else "organisation", r["native_name"], o["latin_name"], False)
for name in ("Dmitrii Ovsiannikov", "OVSIANNIKOV Dmitrii", "Mr Dmitrii OVSIANNIKOV", "Dmitri Ovsiannikov", "Dmitriy Ovsyanikov", "Dmitrii V Ovsiannikov", "Dmitrii Wladimirowitsch Owsjannikow"):
    put("penalty", "person", name, "Dmitry Vladimirovich OVSYANNIKOV", True)
with tempfile.TemporaryDirectory() as tmp:
    index = os.path.join(tmp, "i.stx")
    subprocess.run([STRAIT, "build", "-q", "-o", index, *helpers.current_lists()], check=True)
    for which in ("global", "us"):
        path, out = os.path.join(tmp, "c.csv"), os.path.join(tmp, "h.jsonl")
        with gzip.open(os.path.join(SHARED, f"gold/customers_{which}.csv.gz"), "rt", encoding="utf-8") as f, open(path, "w", encoding="utf-8") as o:
            o.write("name\n")
            for r in random.sample(list(csv.DictReader(f)), 1500):
                o.write(f'"{r["full_name"]}"\n')
        subprocess.run([STRAIT, "screen", "-i", index, "--in", path, "--out", out, "--threshold", "0.1", "--limit", "3", "--ungrouped"], check=True, stderr=subprocess.DEVNULL)
        for line in open(out, encoding="utf-8"):
            r = json.loads(line)
            for h in r["hits"]:
                put("customers_" + which if h["type"] == "person" else "strangers", h["type"] if h["type"] != "unknown" else "other", r["query"]["name"], h["matched"], False)
