#!/usr/bin/env python3
"""What `strait info --all` prints is strait's own JSON (doc/LISTS.md): read back, it gives the same records, byte by byte. For the sample, the fixtures, and every
current official list beside the repository."""
import glob
import os
import sys

import shared

FIXTURES = ["test/data/own.csv", "test/data/targets.simple.csv", "test/data/entities.ftm.json", "test/data/senzing.jsonl"]


def records(index):
    status, out, err = shared.run("info", index, "--all")
    return out if status == 0 else "status %d: %s" % (status, err)


def trip(path, name):
    with shared.folder() as d:
        first, second, lines = (os.path.join(d, n) for n in ("a.stx", "b.stx", "records.jsonl"))
        status, _, err = shared.run("build", "--max-bad", "1000", "-o", first, path)
        if status != 0:
            return shared.ok(False, name, err)
        a = records(first)
        with open(lines, "w", encoding="utf-8") as f:
            f.write(a)
        status, _, err = shared.run("build", "-o", second, "strait-json:" + lines)
        if status != 0:
            return shared.ok(False, name, err)
        b = records(second)
    differ = [pair for pair in zip(a.splitlines(), b.splitlines()) if pair[0] != pair[1]][:3]
    return shared.ok(a == b and a.startswith("{"), name, "\n".join("%s\n%s" % pair for pair in differ) or "another number of records")


def current():
    """Paths of the current lists, from CURRENT.tsv."""
    found = []
    table = os.path.join(shared.SHARED, "lists", "CURRENT.tsv")
    if os.path.exists(table):
        with open(table, encoding="utf-8") as f:
            cells = [c for line in f if not line.startswith("#") for c in line.rstrip("\n").split("\t")]
        found = sorted({c for c in cells if "/" in c and os.path.isfile(os.path.join(shared.SHARED, "lists", c))})
    return found


for p in sorted(glob.glob(os.path.join(shared.ROOT, "data", "sample", "sample_*.csv"))):
    trip(p, "round trip of " + os.path.basename(p))
for p in FIXTURES:
    trip(os.path.join(shared.ROOT, p), "round trip of " + os.path.basename(p))
lists = current()
if not lists:
    shared.skip("round trip of the current lists", "no official lists beside the repository")
for p in lists:
    trip(os.path.join(shared.SHARED, "lists", p), "round trip of " + p)
sys.exit(1 if shared.failed else 0)
