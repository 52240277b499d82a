#!/usr/bin/env python3
"""strait screen from outside: exit statuses, JSON, bad rows, threads, files; and, with the shared lists beside the repository, how many altered
names of listed people are found again and how many ordinary customers are hit. Arguments: build folders, of which the first is used."""
import csv
import gzip
import json
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SHARED = os.environ.get("STRAIT_SHARED") or os.path.join(os.path.dirname(ROOT), "shared")
BUILD = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "build/release"))
STRAIT = os.path.join(BUILD, "strait")
count = 0
failed = False


def test(name, good, note=""):
    global count, failed
    count += 1
    failed = failed or not good
    print("%s %d - %s" % ("ok" if good else "not ok", count, name))
    if not good:
        print("# " + str(note).replace("\n", "\n# "))


def skip(name, why):
    global count
    count += 1
    print("ok %d - %s # SKIP %s" % (count, name, why))


def run(*args, stdin=None):
    p = subprocess.run([STRAIT, *args], capture_output=True, text=True, input=stdin)
    return p.returncode, p.stdout, p.stderr


def answers(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def one_query(index):
    status, out, err = run("screen", "-i", index, "Vasily", "Exampolv", "--birth", "1961")
    lines = out.splitlines()
    a = json.loads(lines[0]) if len(lines) == 1 else {}
    test("a hit: status 1, one line of JSON", status == 1 and len(lines) == 1, (status, out, err))
    test("the words of the name are joined", a.get("query") == {"name": "Vasily Exampolv", "birth_date": "1961"}, a)
    hit = a.get("hits", [{}])[0]
    test("the hit has its keys", all(k in hit for k in ("id", "list", "name", "matched", "score", "bits", "explain")), hit)
    test("scores have four decimals", '"score":%.4f,' % hit.get("score", 0) in out, out)
    test("the bits of the reasons add up to those of the hit", hit and sum(e["bits"] for e in hit["explain"]) == hit["bits"], hit)   # sixteenths: exact
    status, out, _ = run("screen", "-i", index, "Wholly Different")
    test("no hit: status 0 and an empty list", status == 0 and json.loads(out)["hits"] == [], (status, out))
    status, out, _ = run("screen", "-i", index, "--alias", "Heron Shipping Ltd", "--alias", "Zz", "Qq")
    test("an alias is asked as well", status == 1 and json.loads(out)["hits"][0]["asked"] == "Heron Shipping Ltd", out)
    status, out, _ = run("screen", "-i", index, "--threshold", "1", "Vasily Exampolv")
    test("the threshold is kept", status == 0, out)
    status, out, _ = run("screen", "-i", index, "--threshold", "0", "--limit", "1", "--alias", "Heron Shipping Ltd", "Vasily Examplov")
    test("the limit is kept and says so", len(json.loads(out)["hits"]) == 1 and json.loads(out)["more"] >= 1, out)
    for name in ("Vasily Exampolv", "Examplov V.", "Heron Shiping", "Wholly Different", "Али"):
        for threshold in ("0.5", "0.7", "0.95"):
            plain, slow = (run("screen", "-i", index, "--threshold", threshold, *how, name) for how in ([], ["--exhaustive"]))
            test("%s at %s: --exhaustive prints the same" % (name, threshold), plain == slow, (plain, slow))


def wrong_calls(index, work):
    cut = os.path.join(work, "cut.stx")
    with open(index, "rb") as f, open(cut, "wb") as g:
        g.write(f.read()[:-100])
    for name, status, words, args in (
            ("no index", 2, "which index", ["Name"]),
            ("no name", 2, "neither a name nor a number", ["-i", index]),
            ("a wrong threshold", 2, "--threshold wants", ["-i", index, "--threshold", "1.5", "Name"]),
            ("a threshold of five decimals", 2, "--threshold wants", ["-i", index, "--threshold", "0.70001", "Name"]),
            ("a wrong date", 2, "birth date", ["-i", index, "--birth", "soon", "Name"]),
            ("a wrong type", 2, "type", ["-i", index, "--type", "banana", "Name"]),
            ("an unknown option", 2, "--birth", ["-i", index, "--birht", "1961", "Name"]),
            ("a name and a file", 2, "one or the other", ["-i", index, "--in", "x.csv", "Name"]),
            ("a cut index", 3, "", ["-i", cut, "Name"]),
            ("no such index", 4, "", ["-i", os.path.join(work, "none.stx"), "Name"]),
            ("no such file", 4, "", ["-i", index, "--in", os.path.join(work, "none.csv")])):
        got, out, err = run("screen", *args)
        test("%s: status %d" % (name, status), got == status and words in err and out == "" and len(err) > 10, (got, out, err))


def files(index, work):
    rows = os.path.join(work, "rows.csv")
    with open(rows, "w", encoding="utf-8") as f:
        f.write("no,name,birth_date\n")
        for i in range(500):
            f.write("%d,%s,%s\n" % (i, ("Vasily Examplov", "Nobody", "Heron Shipping")[i % 3], "1961" if i % 5 else "soon" if i == 250 else ""))
    want = None
    for threads in ("1", "2", "5"):
        out = os.path.join(work, "out%s.jsonl" % threads)
        status, stdout, err = run("screen", "-i", index, "--in", rows, "--out", out, "-j", threads)
        with open(out, "rb") as f:
            data = f.read()
        want = want or data
        test("%s threads: the same bytes; one row is bad: status 3" % threads, status == 3 and data == want and stdout == "", (status, err))
        test("the bad row is named", "rows.csv:252:" in err and "soon" in err, err)
    a = answers(os.path.join(work, "out1.jsonl"))
    test("one answer a row, in order", [r["query"]["no"] for r in a] == [str(i) for i in range(500)])
    with gzip.open(rows + ".gz", "wt", encoding="utf-8") as f:
        f.write("name\nVasily Examplov\n")
    status, out, err = run("screen", "-i", index, "--in", rows + ".gz")
    test("a compressed file; every row answered: status 0", status == 0 and json.loads(out)["hits"], (status, out, err))
    old = os.path.join(work, "old.jsonl")
    with open(old, "w") as f:
        f.write("old\n")
    status, _, err = run("screen", "-i", index, "--in", os.path.join(work, "old.jsonl"), "--out", old)
    with open(old) as f:
        test("a file that cannot be read leaves the old output", status == 3 and f.read() == "old\n", (status, err))


def words(name):
    return sorted(name.lower().replace(",", " ").split())


def shared_lists(work):
    lists = os.path.join(SHARED, "lists/un/un_2025-12.xml")
    gold = os.path.join(SHARED, "gold/un_people_altered.csv")
    customers = os.path.join(SHARED, "gold/customers_us.csv.gz")
    if not all(os.path.exists(p) for p in (lists, gold, customers)):
        skip("altered names of listed people are found", "the shared lists are not there")
        skip("ordinary customers are left alone", "the shared lists are not there")
        return
    index, out = os.path.join(work, "un.stx"), os.path.join(work, "un.jsonl")
    run("build", "-o", index, lists)
    run("screen", "-i", index, "--in", gold, "--out", out)
    asked = [r for r in answers(out) if "hits" in r]
    found = sum(any(words(r["query"]["original_name"]) in (words(h["name"]), words(h["matched"])) for h in r["hits"]) for r in asked)
    print("# %d of %d altered names found" % (found, len(asked)))
    test("of the altered names of listed people 97 in a hundred are found", len(asked) > 600 and found * 100 >= len(asked) * 97, (found, len(asked)))
    sample = os.path.join(work, "customers.csv")
    with gzip.open(customers, "rt", encoding="utf-8") as f, open(sample, "w", encoding="utf-8", newline="") as g:
        reader, writer = csv.reader(f), csv.writer(g)
        for i, row in enumerate(reader):
            if i <= 2000:
                writer.writerow(row)
    run("screen", "-i", index, "--in", sample, "--out", out)
    asked = answers(out)
    hit = sum(1 for r in asked if r.get("hits"))
    print("# %d of %d ordinary customers hit" % (hit, len(asked)))
    test("of two thousand ordinary customers at most twenty are hit", len(asked) == 2000 and hit <= 20, hit)


def main():
    with tempfile.TemporaryDirectory() as work:
        index = os.path.join(work, "tiny.stx")
        status, _, err = run("build", "-o", index, os.path.join(ROOT, "test/data/example_un.xml"))
        test("the index is built", status == 0, err)
        one_query(index)
        wrong_calls(index, work)
        files(index, work)
        shared_lists(work)
    sys.exit(1 if failed else 0)


main()
