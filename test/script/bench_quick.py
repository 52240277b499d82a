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
               r"open and verify, warm +[\d.]+ ms", r"screen, one thread +[\d.]+ ms", r"FollowTheMoney, 2000 entities +[\d.]+ s, [1-9]\d* MB"):
    ok(re.search(figure, p.stdout), "it prints " + figure.split("[")[0].split(".*")[0].strip(" +\\"), p.stdout)
done()
