#!/usr/bin/env python3
"""strait tune from outside: its recall and its alerts are what screen gives for the same names and customers; any number of threads gives the same answer; the
picture is one."""
import csv, json, os, re, xml.etree.ElementTree
from shared import ROOT, done, folder, ok, run, sample_index

SAMPLE = 60

AT = [0.5, 0.6, 0.7, 0.8, 0.9, 0.92, 0.93, 0.94, 0.95, 0.97]

def alerts(index, path, work):
    """For each threshold, of the rows that are answered, how many have a hit, in a thousand; and the same by list."""
    out = os.path.join(work, "hits.jsonl")
    run("screen", "-i", index, "--in", path, "--threshold", "0.5", "--limit", "0", "--ungrouped", "--out", out)
    with open(out, encoding="utf-8") as f:
        rows = [r for r in map(json.loads, f) if "hits" in r]
    at = AT
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
            found[k] += score >= AT[k] - 1e-9
    return asked, [round(f / asked, 4) for f in found]


def tables(index, work):
    path, undated = customers_file(work)
    svg = os.path.join(work, "curve.svg")
    status, out, err = run("tune", "-i", index, "--customers", path, "--sample", str(SAMPLE), "--json", "-j", "1", "--svg", svg)
    a = json.loads(out) if out else {}
    ok(status == 0 and out.count("\n") == 1 and a["not_answered"] == 1 and "soon" in err, "status 0, one line of JSON; the bad row is named", (status, err))
    status, again, _ = run("tune", "-i", index, "--customers", path, "--sample", str(SAMPLE), "--json", "-j", "3")
    ok(status == 0 and again == out, "any number of threads gives the same bytes")
    rows = a["thresholds"]
    ok([r["threshold"] for r in rows] == AT and a["default"] == 0.7, "ten thresholds")
    n, dated, us = alerts(index, path, work)
    ok(n == a["customers"] and dated == [r["alerts_per_1000"] for r in rows] and dated[0] > 0, "alerts are those of screen", (dated, rows))
    mine = next(s for s in a["lists"] if s["name"] == "sample_us")
    ok(us == [t["alerts_per_1000"] for t in mine["thresholds"]] and us[0] > 0, "and by list", (us, mine))
    _, plain, _ = alerts(index, undated, work)
    ok(plain == [r["alerts_per_1000_without_dates"] for r in rows] and plain != dated, "without dates as well", (plain, rows))
    asked, found = recall(index)
    ok(asked == a["names"]["as_listed"] and found == [r["recall"]["as_listed"] for r in rows] and found[0] > 0.9, "recall of names as listed is that of screen", (asked, found))
    ways = [w for w in a["names"] if w not in ("altered", "as_listed")]
    ok(len(ways) == 6 and all(a["names"][w] > 5 for w in ways) and sum(a["names"][w] for w in ways) == a["names"]["altered"], "every alteration is possible for some names", a["names"])
    ok(all(x["recall"][w] >= y["recall"][w] and x["alerts_per_1000"] >= y["alerts_per_1000"]
                                            for x, y in zip(rows, rows[1:]) for w in x["recall"]), "recall and alerts only fall", rows)
    ok(rows[0]["recall"]["altered"] > 0.5 > 1 - rows[-2]["recall"]["altered"] > 0, "altered names are found, not all of them at every threshold", rows)
    ok(all(sum(s["names"] for s in a[k]) == a["names"]["altered"] for k in ("lists", "types")), "lists and types share the names out")
    picture(svg)
    status, out, _ = run("tune", "-i", index, "--customers", path, "--sample", str(SAMPLE), "--text")
    ok(status == 0 and "* .70" in out and "without dates" in out and "sample_us" in out, "in words", out)


def picture(svg):
    with open(svg, encoding="utf-8") as f:
        root = xml.etree.ElementTree.fromstring(f.read())
    width, height = map(float, root.get("viewBox").split()[2:])
    points = [[float(v) for v in p.split(",")] for e in root.iter() if e.tag.endswith("polyline") for p in e.get("points").split()]
    ok(len(points) == 20 and all(0 < x < width and 0 < y < height for x, y in points), "the picture has two curves of ten points, inside its frame", points)
    colours = {v for e in root.iter() for k, v in e.attrib.items() if k in ("fill", "stroke") and v != "none"}
    ok(all(re.fullmatch(r"#([0-9a-f])\1\1", c) for c in colours), "in black, white and grey", colours)
    texts = [e.text for e in root.iter() if e.tag.endswith("text")]
    ok(texts.count(".70") == 2 and any("listed parties" in t for t in texts), "with the default's label on both", texts)


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
        ok(got == status and words in err and out == "", "%s: status %d" % (name, status), (got, out, err))


def main():
    with folder() as work:
        index = sample_index(work)
        tables(index, work)
        wrong_calls(index, work)


main()
done()
