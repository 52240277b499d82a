#!/usr/bin/env python3
"""strait screen from outside: exit statuses, JSON, bad rows, threads, files; and, with the shared lists beside the repository, how many altered
names of listed people are found again and how many ordinary customers are hit."""
import csv, gzip, json, os
from shared import ROOT, SHARED, done, folder, ok, run, skip


def answers(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def one_query(index):
    status, out, err = run("screen", "-i", index, "Vasily", "Exampolv", "--birth", "1961")
    lines = out.splitlines()
    a = json.loads(lines[0]) if len(lines) == 1 else {}
    ok(status == 1 and len(lines) == 1, "a hit: status 1, one line of JSON", (status, out, err))
    ok(a.get("query") == {"name": "Vasily Exampolv", "birth_date": "1961"}, "the words of the name are joined", a)
    hit = a.get("hits", [{}])[0]
    ok(all(k in hit for k in ("id", "list", "name", "matched", "score", "bits", "explain")), "the hit has its keys", hit)
    ok('"score":%.4f,' % hit.get("score", 0) in out, "scores have four decimals", out)
    ok(hit and sum(e["bits"] for e in hit["explain"]) == hit["bits"], "the bits of the reasons add up to those of the hit", hit)   # sixteenths: exact
    status, out, _ = run("screen", "-i", index, "Wholly Different")
    ok(status == 0 and json.loads(out)["hits"] == [], "no hit: status 0 and an empty list", (status, out))
    status, out, _ = run("screen", "-i", index, "--alias", "Heron Shipping Ltd", "--alias", "Zz", "Qq")
    ok(status == 1 and json.loads(out)["hits"][0]["asked"] == "Heron Shipping Ltd", "an alias is asked as well", out)
    status, out, _ = run("screen", "-i", index, "--threshold", "1", "Vasily Exampolv")
    ok(status == 0, "the threshold is kept", out)
    status, out, _ = run("screen", "-i", index, "--threshold", "0", "--limit", "1", "--alias", "Heron Shipping Ltd", "Vasily Examplov")
    ok(len(json.loads(out)["hits"]) == 1 and json.loads(out)["more"] >= 1, "the limit is kept and says so", out)
    for name in ("Vasily Exampolv", "Examplov V.", "Heron Shiping", "Wholly Different", "Али"):
        for threshold in ("0.5", "0.7", "0.95"):
            plain, slow = (run("screen", "-i", index, "--threshold", threshold, *how, name) for how in ([], ["--exhaustive"]))
            ok(plain == slow, "%s at %s: --exhaustive prints the same" % (name, threshold), (plain, slow))


def wrong_calls(index, work):
    cut = os.path.join(work, "cut.stx")
    with open(index, "rb") as f, open(cut, "wb") as g:
        g.write(f.read()[:-100])
    for name, status, words, args in (
            ("no index", 2, "which index", ["Name"]),
            ("no name", 2, "neither a name nor a number", ["-i", index]),
            ("a wrong threshold", 2, "a threshold is", ["-i", index, "--threshold", "1.5", "Name"]),
            ("a threshold of five decimals", 2, "a threshold is", ["-i", index, "--threshold", "0.70001", "Name"]),
            ("a wrong date", 2, "birth date", ["-i", index, "--birth", "soon", "Name"]),
            ("a wrong type", 2, "type", ["-i", index, "--type", "banana", "Name"]),
            ("an unknown option", 2, "--birth", ["-i", index, "--birht", "1961", "Name"]),
            ("a name and a file", 2, "one or the other", ["-i", index, "--in", "x.csv", "Name"]),
            ("a cut index", 3, "", ["-i", cut, "Name"]),
            ("no such index", 4, "", ["-i", os.path.join(work, "none.stx"), "Name"]),
            ("no such file", 4, "", ["-i", index, "--in", os.path.join(work, "none.csv")])):
        got, out, err = run("screen", *args)
        ok(got == status and words in err and out == "" and len(err) > 10, "%s: status %d" % (name, status), (got, out, err))


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
        ok(status == 3 and data == want and stdout == "", "%s threads: the same bytes; one row is bad: status 3" % threads, (status, err))
        ok("rows.csv:252:" in err and "soon" in err, "the bad row is named", err)
    a = answers(os.path.join(work, "out1.jsonl"))
    ok([r["query"]["no"] for r in a] == [str(i) for i in range(500)], "one answer a row, in order")
    with gzip.open(rows + ".gz", "wt", encoding="utf-8") as f:
        f.write("name\nVasily Examplov\n")
    status, out, err = run("screen", "-i", index, "--in", rows + ".gz")
    ok(status == 0 and json.loads(out)["hits"], "a compressed file; every row answered: status 0", (status, out, err))
    old = os.path.join(work, "old.jsonl")
    with open(old, "w") as f:
        f.write("old\n")
    status, _, err = run("screen", "-i", index, "--in", os.path.join(work, "old.jsonl"), "--out", old)
    with open(old) as f:
        ok(status == 3 and f.read() == "old\n", "a file that cannot be read leaves the old output", (status, err))


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
    ok(len(asked) > 600 and found * 100 >= len(asked) * 97, "of the altered names of listed people 97 in a hundred are found", (found, len(asked)))
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
    ok(len(asked) == 2000 and hit <= 20, "of two thousand ordinary customers at most twenty are hit", hit)


def main():
    with folder() as work:
        index = os.path.join(work, "tiny.stx")
        status, _, err = run("build", "-o", index, os.path.join(ROOT, "test/data/example_un.xml"))
        ok(status == 0, "the index is built", err)
        one_query(index)
        wrong_calls(index, work)
        files(index, work)
        shared_lists(work)


main()
done()
