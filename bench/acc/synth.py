"""Indexes over generated names (bench/names_synth.py), for the parts that need large ones."""
import os, sys
from .engine import ROOT

sys.path.insert(0, os.path.join(ROOT, "bench"))
import names_synth


def index(lab, n):
    """The index over n generated names; built once."""
    path = os.path.join(lab.tmp, f"synth{n}.csv")
    if not os.path.exists(path):
        names_synth.generate(lab.binary, n, path, lab.seed)
    return lab.build(["strait-csv:" + path])
