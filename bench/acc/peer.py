"""The best open scorer on the same pairs, when it can be installed: nomenklatura's logic-v2 in a virtual environment under build/, beside strait.

Speeds are processor time over the same pairs: nomenklatura within Python, tables loaded, each pair once; strait compare as a whole process over the
pairs 200 times, which keeps nothing from one row to the next.
"""
import json, os, subprocess, sys
from . import gold, stats
from .engine import ROOT, Skip

VENV = os.path.join(ROOT, "build", "peer")
PROGRAM = r'''
import csv, json, sys, time
from followthemoney import model
from nomenklatura.matching import get_algorithm
from nomenklatura.matching.types import ScoringConfig
algorithm, config = get_algorithm("logic-v2"), ScoringConfig.defaults()
def entity(kind, name, key):   # its caches go by the id: each entity has one of its own
    e = {"id": key, "schema": {"person": "Person", "company": "Company", "organization": "Organization", "vessel": "Vessel"}.get(kind, "LegalEntity"), "properties": {"name": [name]}}
    return model.get_proxy(e)
with open(sys.argv[1], encoding="utf-8", newline="") as f:
    rows = [(entity(r["type"], r["name1"], f"a{i}"), entity(r["type"], r["name2"], f"b{i}")) for i, r in enumerate(csv.DictReader(f))]
algorithm.compare(entity("person", "Jane Example", "x"), entity("person", "Jane Exemplar", "y"), config)   # loads its tables
began = time.process_time()
scores = [algorithm.compare(a, b, config).score for a, b in rows]
print(json.dumps({"scores": scores, "seconds": time.process_time() - began}))
'''


def install():
    python = os.path.join(VENV, "bin", "python")
    if not os.path.exists(os.path.join(VENV, "done")):
        print("  installing nomenklatura under build/peer (once)", flush=True)
        for command in ([sys.executable, "-m", "venv", "--clear", VENV], [python, "-m", "pip", "install", "-q", "nomenklatura"]):
            p = subprocess.run(command, capture_output=True, text=True)
            if p.returncode:
                raise Skip("nomenklatura cannot be installed here: " + (p.stderr.strip().splitlines() or ["no reason given"])[-1][:200])
        with open(os.path.join(VENV, "done"), "w", encoding="utf-8") as f:
            f.write(subprocess.run([python, "-m", "pip", "list", "--format=freeze"], capture_output=True, text=True).stdout)
    return python


def run(lab, report):
    rows = gold.name_pairs(lab)
    path = lab.table([{"type": r["type"], "name1": r["name1"], "name2": r["name2"]} for r in rows])
    p = subprocess.run([install(), "-c", PROGRAM, path], capture_output=True, text=True)
    if p.returncode:
        raise Skip("nomenklatura does not run here: " + (p.stderr.strip().splitlines() or ["?"])[-1][:200])
    answer = json.loads(p.stdout.strip().splitlines()[-1])
    peer = [(s, r["label"]) for s, r in zip(answer["scores"], rows)]
    out = [("nomenklatura logic-v2 at 0.70", *stats.prf([(s >= .7, t) for s, t in peer]), round(len(rows) / answer["seconds"]))]
    if lab.has("compare"):
        times = 200
        many = lab.table([{"type": r["kind"], "name1": r["name1"], "name2": r["name2"]} for r in rows] * times)
        began = os.times()
        lab.run("compare", "--in", many, "--out", lab.scratch(".csv"))
        ended = os.times()
        cpu = ended.children_user + ended.children_system - began.children_user - began.children_system
        answers = lab.compare([{"type": r["kind"], "name1": r["name1"], "name2": r["name2"]} for r in rows])
        out.append(("strait at its default", *stats.prf([(m, r["label"]) for (_, m), r in zip(answers, rows)]), round(times * len(rows) / cpu)))
    else:
        report.note("this binary has no strait compare")
    report.table("name_pairs", stats.COLUMNS + ["pairs per CPU second"], out)
