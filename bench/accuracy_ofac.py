#!/usr/bin/env python3
"""How near does the OFAC emulation come to the scores of OFAC's Sanctions List Search?

    make build/release/bench/ofac_pairs && bench/accuracy_ofac.py [reference.csv]

The reference has the columns query_name, result_name, ofac_score: scores that the tool has given. It is not ours to ship; by default it is
../shared/gold/ofac_search_scores.csv (STRAIT_SHARED). A score of -1 says that the tool did not list the name, be it because no part of it is near
or because the score lay below the minimum that was set; which of the two is not known, so these rows are counted apart.
"""
import csv, os, subprocess, sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SHARED = os.environ.get("STRAIT_SHARED") or os.path.join(os.path.dirname(ROOT), "shared")
PAIRS = os.path.join(ROOT, "build/release/bench/ofac_pairs")


def scores(rows, pairs=PAIRS):
    """(score, whole, composite) of each (query, listed name)."""
    text = "".join(" ".join(q.split()) + "\t" + " ".join(l.split()) + "\n" for q, l in rows)
    p = subprocess.run([pairs], input=text, capture_output=True, text=True)
    if p.returncode:
        sys.exit(p.stderr.strip() or f"{pairs} failed")
    return [tuple(map(int, l.split("\t"))) for l in p.stdout.splitlines()]


def measure(path, pairs=PAIRS, worst=8):
    with open(path, encoding="utf-8", newline="") as f:
        rows = [(r["query_name"], r["result_name"], int(r["ofac_score"])) for r in csv.DictReader(f)]
    both = list(zip(rows, scores([(q, l) for q, l, _ in rows], pairs)))
    listed = [(abs(s[0] - r[2]), r, s) for r, s in both if r[2] >= 0]
    absent = [(r, s) for r, s in both if r[2] < 0]
    off = [d for d, _, _ in listed]
    n = max(len(off), 1)
    print(f"listed by the tool: n {len(off)}   equal {sum(d == 0 for d in off) / n:.1%}   within 1 {sum(d <= 1 for d in off) / n:.1%}"
          f"   within 5 {sum(d <= 5 for d in off) / n:.1%}   within 10 {sum(d <= 10 for d in off) / n:.1%}   mean {sum(off) / n:.2f}")
    print(f"not listed: n {len(absent)}   not returned here either {sum(s[0] == 0 for _, s in absent)}"
          f"   scores of the others {sorted(s[0] for _, s in absent if s[0])}")
    print("worst:  tool  here  (whole, composite)")
    for d, (q, l, want), (got, whole, composite) in sorted(listed, reverse=True)[:worst]:
        if d:
            print(f"        {want:4d}  {got:4d}  ({whole}, {composite})  {q} | {l}")


if __name__ == "__main__":
    if not os.path.exists(PAIRS):
        sys.exit("first: make build/release/bench/ofac_pairs")
    path = sys.argv[1] if len(sys.argv) > 1 else os.path.join(SHARED, "gold/ofac_search_scores.csv")
    if not os.path.exists(path):
        sys.exit(f"no reference at {path}: nothing measured")
    measure(path)
