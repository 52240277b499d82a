"""The sample that every clone has: customers that are listed, and look-alikes that are not."""
import csv, os
from .engine import ROOT

FOLDER = os.path.join(ROOT, "data", "sample")


def run(lab, report):
    index = lab.build(sorted(os.path.join(FOLDER, f) for f in os.listdir(FOLDER) if f.startswith("sample_") and f.endswith(".csv")))
    with open(os.path.join(FOLDER, "customers.csv"), encoding="utf-8", newline="") as f:
        rows = [r for r in csv.DictReader(f) if r["expect"].startswith("hit:")]
    hits = lab.screen(index, rows)
    found = [any(h["id"] == r["expect"][4:] for h in some) for r, some in zip(rows, hits)]
    first = [any(h["id"] == r["expect"][4:] for h in some if h["score"] == some[0]["score"]) for r, some in zip(rows, hits)]
    report.table("sample customers that are listed", ["n", "found", "first"], [("data/sample/customers.csv", len(rows), sum(found) / len(rows), sum(first) / len(rows))])
    with open(os.path.join(FOLDER, "lookalikes.csv"), encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    stopped = [(r, h) for r, h in zip(rows, lab.screen(index, rows)) if h]
    report.table("sample look-alikes", ["n", "stopped"], [("data/sample/lookalikes.csv", len(rows), len(stopped) / len(rows))])
    for r, h in stopped[:lab.examples]:
        report.note(f"stopped: {r.get('name')} by {h[0]['matched']}, {h[0]['score']:.4f}")
