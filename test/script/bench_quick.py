#!/usr/bin/env python3
"""make bench in a short form, over the sample: that it runs and prints every figure that doc/BENCHMARKS.md records; and what build --json says."""
import json, os, re, subprocess, sys
from shared import ROOT, RELEASE, done, folder, ok, run

sample = [os.path.join(ROOT, "data", "sample", f"sample_{c}.csv") for c in ("us", "un")]
with folder() as tmp:
    index = os.path.join(tmp, "x.stx")
    status, out, err = run("build", "--json", "-o", index, *sample)
    figures = json.loads(out) if status == 0 else {}
    ok(status == 0 and figures["bytes"] == os.path.getsize(index), "build --json tells the size of the file", err or out)
    ok(figures.get("read_bytes") == sum(map(os.path.getsize, sample)), "and how much was read", out)
    parts = figures.get("facts_bytes", 0) + figures.get("match_bytes", 0)
    ok(0 < figures.get("bytes", 0) - parts < 16384, "its parts make up the file, but for the manifest", out)
    again = run("build", "--json", "-o", index, *sample)[1]
    ok(again == out, "the same lists give the same figures", again)
p = subprocess.run([sys.executable, os.path.join(ROOT, "bench", "bench"), "--quick", os.path.relpath(RELEASE, ROOT)], capture_output=True, text=True,
                   env=dict(os.environ, STRAIT_SHARED="/nonexistent"), timeout=300)
ok(p.returncode == 0, "the bench runs without the shared lists", p.stderr)
for figure in (r"CSV together .* MB/s", r"peak memory / index +[\d.]+", r"facts / their distinct text +[\d.]+", r"matching part, bytes a name +[\d.]+",
               r"open and verify, warm +[\d.]+ ms", r"screen, one thread +[\d.]+ ms", r"FollowTheMoney, 2000 entities +[\d.]+ s, [1-9]\d* MB",
               r"ordinary customers +\d+ +[\d.]+ +[\d.]+", r"damaged names of the index +\d+ +0\.[1-9]", r"noise +\d+ +[\d.]+", r"500 parts, all common +[\d.]+ +\d+ +answered",
               r"not UTF-8 +[\d.]+ +0 +refused"):
    ok(re.search(figure, p.stdout), "it prints " + figure.split("[")[0].split(".*")[0].strip(" +\\"), p.stdout)
sys.path.insert(0, os.path.join(ROOT, "bench"))
os.environ["STRAIT_SHARED"] = "/nonexistent"
import names_synth   # after the path, and without the shared lists: the sample's names
with folder() as tmp:
    made = {}
    for label, seed in (("one", 1), ("again", 1), ("other", 2)):
        names_synth.generate(RELEASE, 5000, os.path.join(tmp, label), seed)
        with open(os.path.join(tmp, label), encoding="utf-8") as f:
            made[label] = f.read()
    ok(made["one"] == made["again"] != made["other"], "generated names: the same seed gives the same bytes, another others")
    rows = [line.split(",") for line in made["one"].splitlines()[4:]]
    aliases, people = sum(r[3] != "" for r in rows), sum(r[1] == "person" for r in rows)
    ok(len(rows) + aliases == 5000 and 600 < aliases < 900, "as many names as were asked for, some 15 of a hundred aliases", (len(rows), aliases))
    ok(0.66 < people / len(rows) < 0.74, "seven of ten parties are people", people)
    parts = [w for r in rows for w in r[2].split()]
    often = sorted((parts.count(w) for w in set(parts)), reverse=True)
    ok(often[0] > 20 * often[len(often) // 2], "few parts are common, most are rare", often[:5])
    status, out, err = run("build", "--json", "-o", os.path.join(tmp, "x.stx"), "strait-csv:" + os.path.join(tmp, "one"))
    ok(status == 0 and json.loads(out)["parties"] == len(rows), "and strait reads them", err)
done()
