#!/usr/bin/env python3
"""strait tune from outside: its recall and its alerts are what screen gives for the same names and customers; any number of threads gives the same answer; the
picture is one. Arguments: build folders, of which the first is used."""
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "build/release"))
STRAIT = os.path.join(BUILD, "strait")
SAMPLE = 60
count = 0
failed = False


def test(name, good, note=""):
    global count, failed
    count += 1
    failed = failed or not good
    print("%s %d - %s" % ("ok" if good else "not ok", count, name))
    if not good:
        print("# " + str(note)[:3000].replace("\n", "\n# "))


def run(*args):
    p = subprocess.run([STRAIT, *args], capture_output=True, text=True)
    return p.returncode, p.stdout, p.stderr


def alerts(index, path, work):
    """For each threshold, of the rows that are answered, how many have a hit, in a thousand; and the same by list."""
    out = os.path.join(work, "hits.jsonl")
    run("screen", "-i", index, "--in", path, "--threshold", "0.5", "--limit", "0", "--ungrouped", "--out", out)
    with open(out, encoding="utf-8") as f:
        rows = [r for r in map(json.loads, f) if "hits" in r]
    at = [0.5 + 0.05 * i for i in range(10)]
    return len(rows), [round(1000 * sum(any(h["score"] >= t - 1e-9 for h in r["hits"]) for r in rows) / len(rows), 4) for t in at], [
        round(1000 * sum(any(h["score"] >= t - 1e-9 and h["list"] == "sample_us" for h in r["hits"]) for r in rows) / len(rows), 4) for t in at]


def customers_file(work):
    """The sample's customers, some listed people among them with a wrong, a right, an unreadable and no date."""
    path, undated = os.path.join(work, "customers.csv"), os.path.join(work, "undated.csv")
    with open(os.path.join(ROOT, "data/sample/customers.csv"), encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    name = next(c for c in rows[0] if c in ("name", "full_name"))
    date = next(c for c in rows[0] if c in ("birth_date", "date_of_birth"))
    for d in ("1955-05-21", "1901-01-01", "soon", ""):
        rows.append(dict.fromkeys(rows[0], "") | {name: "Sergei Shoigu", date: d})
    for where, dated in ((path, True), (undated, False)):
        with open(where, "w", encoding="utf-8", newline="") as f:
            w = csv.DictWriter(f, rows[0].keys())
            w.writeheader()
            w.writerows(rows if dated else [dict(r, **{date: ""}) for r in rows if r[date] != "soon"])
    return path, undated


def recall(index):
    """Of the parties at even distances, those that their own name finds."""
    _, out, _ = run("info", index, "--all")
    records = [json.loads(line) for line in out.splitlines()]
    found, asked = [0] * 10, 0
    for i in range(SAMPLE):
        r = records[i * len(records) // SAMPLE]
        name = r["name"][0] if isinstance(r["name"][0], str) else r["name"][0]["value"]
        _, out, _ = run("screen", "-i", index, "--threshold", "0.5", "--limit", "0", "--json", "--", name)
        score = max([h["score"] for h in json.loads(out)["hits"] if (h["list"], h["id"]) == (r["list"], r["id"])] or [0])
        asked += 1
        for k in range(10):
            found[k] += score >= 0.5 + 0.05 * k - 1e-9
    return asked, [round(f / asked, 4) for f in found]


def tables(index, work):
    path, undated = customers_file(work)
    svg = os.path.join(work, "curve.svg")
    status, out, err = run("tune", "-i", index, "--customers", path, "--sample", str(SAMPLE), "--json", "-j", "1", "--svg", svg)
    a = json.loads(out) if out else {}
    test("status 0, one line of JSON; the bad row is named", status == 0 and out.count("\n") == 1 and a["not_answered"] == 1 and "soon" in err, (status, err))
    status, again, _ = run("tune", "-i", index, "--customers", path, "--sample", str(SAMPLE), "--json", "-j", "3")
    test("any number of threads gives the same bytes", status == 0 and again == out)
    rows = a["thresholds"]
    test("ten thresholds", [r["threshold"] for r in rows] == [round(0.5 + 0.05 * i, 2) for i in range(10)] and a["default"] == 0.7)
    n, dated, us = alerts(index, path, work)
    test("alerts are those of screen", n == a["customers"] and dated == [r["alerts_per_1000"] for r in rows] and dated[0] > 0, (dated, rows))
    mine = next(s for s in a["lists"] if s["name"] == "sample_us")
    test("and by list", us == [t["alerts_per_1000"] for t in mine["thresholds"]] and us[0] > 0, (us, mine))
    _, plain, _ = alerts(index, undated, work)
    test("without dates as well", plain == [r["alerts_per_1000_without_dates"] for r in rows] and plain != dated, (plain, rows))
    asked, found = recall(index)
    test("recall of names as listed is that of screen", asked == a["names"]["as_listed"] and found == [r["recall"]["as_listed"] for r in rows] and found[0] > 0.9, (asked, found))
    ways = [w for w in a["names"] if w not in ("altered", "as_listed")]
    test("every alteration is possible for some names", len(ways) == 6 and all(a["names"][w] > 5 for w in ways) and sum(a["names"][w] for w in ways) == a["names"]["altered"], a["names"])
    test("recall and alerts only fall", all(x["recall"][w] >= y["recall"][w] and x["alerts_per_1000"] >= y["alerts_per_1000"]
                                            for x, y in zip(rows, rows[1:]) for w in x["recall"]), rows)
    test("altered names are found, not all of them at every threshold", rows[0]["recall"]["altered"] > 0.5 > 1 - rows[-1]["recall"]["altered"] > 0, rows)
    test("lists and types share the names out", all(sum(s["names"] for s in a[k]) == a["names"]["altered"] for k in ("lists", "types")))
    picture(svg)
    status, out, _ = run("tune", "-i", index, "--customers", path, "--sample", str(SAMPLE), "--text")
    test("in words", status == 0 and "* .70" in out and "without dates" in out and "sample_us" in out, out)


def picture(svg):
    with open(svg, encoding="utf-8") as f:
        root = xml.etree.ElementTree.fromstring(f.read())
    width, height = map(float, root.get("viewBox").split()[2:])
    points = [[float(v) for v in p.split(",")] for e in root.iter() if e.tag.endswith("polyline") for p in e.get("points").split()]
    test("the picture has two curves of ten points, inside its frame", len(points) == 20 and all(0 < x < width and 0 < y < height for x, y in points), points)
    colours = {v for e in root.iter() for k, v in e.attrib.items() if k in ("fill", "stroke") and v != "none"}
    test("in black, white and grey", all(re.fullmatch(r"#([0-9a-f])\1\1", c) for c in colours), colours)
    texts = [e.text for e in root.iter() if e.tag.endswith("text")]
    test("with the default's label on both", texts.count(".70") == 2 and any("listed parties" in t for t in texts), texts)


def wrong_calls(index, work):
    bad = os.path.join(work, "bad.csv")
    with open(bad, "w") as f:
        f.write("colour,size\nred,1\n")
    for name, status, words, args in (
            ("no index", 2, "which index", ["--customers", "x.csv"]), ("no customers", 2, "which customers", ["-i", index]),
            ("a name", 2, "from the index", ["-i", index, "--customers", "x.csv", "Name"]), ("no sample", 2, "--sample 0", ["-i", index, "--customers", "x.csv", "--sample", "0"]),
            ("no such file", 4, "none.csv", ["-i", index, "--customers", os.path.join(work, "none.csv"), "--sample", "3"]),
            ("no customer file", 3, "header", ["-i", index, "--customers", bad, "--sample", "3"])):
        got, out, err = run("tune", *args)
        test("%s: status %d" % (name, status), got == status and words in err and out == "", (got, out, err))


def main():
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as work:
        index = os.path.join(work, "sample.stx")
        sample = os.path.join("data", "sample")
        lists = [os.path.join(sample, f) for f in sorted(os.listdir(sample)) if f.startswith("sample_") and f.endswith(".csv")]
        status, _, err = run("build", "-q", "-o", index, *lists)
        test("the index is built", status == 0, err)
        tables(index, work)
        wrong_calls(index, work)
    sys.exit(1 if failed else 0)


main()
