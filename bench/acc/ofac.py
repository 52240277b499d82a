"""How near --method ofac comes to the scores that OFAC's own search tool gave, from the outside; and bench/accuracy_ofac.py, when it is there, from the inside.
A reference score of -1 says that the tool did not list the name, for whichever reason: counted apart."""
import csv, os, subprocess, sys
from .engine import ROOT


def run(lab, report):
    inside(report)
    lab.need("compare", "--method")
    with open(lab.shared("gold/ofac_search_scores.csv"), encoding="utf-8", newline="") as f:
        rows = [(r["query_name"], r["result_name"], int(r["ofac_score"])) for r in csv.DictReader(f)]
    answers = lab.compare([{"type": "", "name1": q, "name2": n} for q, n, _ in rows], "--method", "ofac")
    both = [(100 * s, want, q, n) for (s, _), (q, n, want) in zip(answers, rows)]
    listed = [x for x in both if x[1] >= 0]
    off = [abs(s - want) for s, want, *_ in listed]
    report.table("scores of OFAC's search", ["n", "within 1", "within 5", "mean difference", "greatest"],
                 [("listed by it", len(off), sum(d <= 1 for d in off) / len(off), sum(d <= 5 for d in off) / len(off), sum(off) / len(off), max(off))])
    for s, want, q, n in sorted(listed, key=lambda x: -abs(x[0] - x[1]))[:lab.examples]:
        report.note(f"{s:.0f} for {want}: {q} / {n}")
    hidden = [s for s, want, *_ in both if want < 0]
    report.note(f"{len(hidden)} pairs that it did not list: {sum(s >= 80 for s in hidden)} of them score 80 or more here")


def inside(report):
    program = os.path.join(ROOT, "bench", "accuracy_ofac.py")
    if not os.path.exists(program):
        return
    if os.path.exists(os.path.join(ROOT, "bench", "ofac_pairs.c")):
        subprocess.run(["make", "-s", "-C", ROOT, "build/release/bench/ofac_pairs"], check=True, stdout=subprocess.DEVNULL)
    p = subprocess.run([sys.executable, program], capture_output=True, text=True)
    for line in (p.stdout + p.stderr).splitlines():
        report.note(line)
    if p.returncode:
        report.note(f"bench/accuracy_ofac.py ended with status {p.returncode}")
