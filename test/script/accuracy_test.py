#!/usr/bin/env python3
"""make accuracy in a short form: some of its figures must not fall below (or rise above) these bounds. They stand a margin away from what was measured, so
that a change of the labels' share of luck passes and a fault does not. Needs ../shared; what the binary cannot do yet is skipped."""
import json, os, subprocess, sys
from shared import ROOT, RELEASE, SHARED, done, folder, ok, skip

# (part, table, row, column): bound
AT_LEAST = {
    ("sample", "sample customers that are listed", "data/sample/customers.csv", "found"): 1.0,
    ("pairs", "name_pairs", "all", "F1"): 0.915,
    ("pairs", "name_pairs", "synth_people", "F1"): 0.89,
    ("pairs", "name_pairs", "synth_companies", "F1"): 0.92,
    ("pairs", "name_pairs", "STRONG", "F1"): 1.0,
    ("checks", "entity_checks", "screened with attributes: all", "F1"): 0.89,
    ("un", "UN people", "as listed, name alone", "recall"): 1.0,
    ("un", "UN people", "altered, name alone", "recall"): 0.98,
    ("un", "UN people", "altered, name alone", "first"): 0.98,
    ("un", "UN people", "altered, with its date, place, nationality", "recall"): 0.99,
    ("scripts", "native name against Latin ones, kind asked", "persons, cyrillic", "found"): 0.95,
    ("scripts", "native name against Latin ones, kind asked", "persons, all scripts", "found"): 0.925,
    ("scripts", "native name against Latin ones, kind asked", "persons, arabic", "found"): 0.89,
    ("scripts", "native name against Latin ones, kind asked", "organisations, cyrillic", "found"): 0.70,
    ("scripts", "native name against Latin ones, kind asked", "organisations, arabic", "found"): 0.60,
    ("scripts", "native name against Latin ones, kind asked", "organisations, han", "found"): 0.40,
    ("scripts", "native name against Latin ones, kind asked", "organisations, all scripts", "found"): 0.66,
    ("equality", "normal against exhaustive", "all current lists, threshold 0.5", "with hits"): 100,
}
AT_MOST = {
    ("calibration", "over all pairs", "the score as it is", "greatest deviation"): 0.05,
    ("calibration", "over all pairs", "held out, through a curve", "greatest deviation"): 0.05,
    ("sample", "sample look-alikes", "data/sample/lookalikes.csv", "stopped"): 0.09,
    ("alerts", "alerts at the default threshold", "both, name alone", "per 1,000"): 40.0,
    ("alerts", "alerts at the default threshold", "both, with birth date, gender, nationality", "per 1,000"): 10.0,
    **{("equality", "normal against exhaustive", f"{what}, threshold {t}", column): 0
       for what in ("all current lists", "20,000 generated names") for t in ("0.5", "0.7", "0.9") for column in ("differ", "lost")},
}


def figure(report, part, table, row, column):
    return report.get(part, {}).get("tables", {}).get(table, {}).get(row, {}).get(column)


def main():
    if not os.path.isdir(os.path.join(SHARED, "gold")):
        return skip("accuracy", "no ../shared")
    parts = list(dict.fromkeys(key[0] for key in (*AT_LEAST, *AT_MOST)))
    with folder() as tmp:
        path = os.path.join(tmp, "figures.json")
        p = subprocess.run([sys.executable, os.path.join(ROOT, "bench", "accuracy"), os.path.relpath(RELEASE, ROOT), "--only", ",".join(parts), "--queries", "400",
                            "--generated", "20000", "--customers", "2000", "--examples", "2", "--json", path], capture_output=True, text=True, timeout=300)
        if not ok(p.returncode == 0, "bench/accuracy runs", p.stderr or p.stdout):
            return
        with open(path, encoding="utf-8") as f:
            report = json.load(f)
    for bounds, word, good in ((AT_LEAST, "at least", lambda v, b: v >= b), (AT_MOST, "at most", lambda v, b: v <= b)):
        for key, bound in bounds.items():
            name, left_out = ", ".join(key), [n for n in report.get(key[0], {}).get("notes", []) if n.startswith("left out: ")]
            if left_out:
                skip(name, left_out[0])
                continue
            value = figure(report, *key)
            ok(value is not None and good(value, bound), f"{name}: {word} {bound}", f"measured {value}")


main()
done()
