#!/usr/bin/env python3
"""What one more reading and the skeletons are worth, script by script.

    make build/release/bench/readings_bench && bench/readings.py FOLDER [FILE...]

FOLDER holds gold_crossscript_un_uk_au.tsv (Latin and native names of one party) and transliteration/*.gz (words and their spellings, names).
For each set: the share of native parts that have a part of the Latin side within reach, at first by the first reading alone ("before": equal, or
within 1 edit, 2 from 8 letters on), then under the best reading, then with equal skeletons too; the mean number of readings; and the share of random
wrong pairs of one part each that are skeleton-equal ("false") or within reach by edits under the best reading ("near"). It only measures."""
import gzip, os, random, subprocess, sys

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.join(HERE, "..", "build", "release", "bench", "readings_bench")
SAMPLE, WRONG = 3000, 20000


def readings(names):
    """For each name its readings: lists of (part, skeleton)."""
    out = subprocess.run([PROGRAM], input="\n".join(names) + "\n", capture_output=True, text=True, check=True).stdout
    return [[[tuple(p.split("/")) for p in reading.split()] for reading in line.split("|")] for line in out.split("\n")[:len(names)]]


def edits(a, b, limit):
    """Optimal string alignment distance, or limit + 1."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before, row = None, list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            d = min(before[j] + 1, row[-1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                d = min(d, older[j - 2] + 1)
            row.append(d)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def near(a, b):
    limit = 0 if min(len(a), len(b)) < 3 else 1 if max(len(a), len(b)) < 8 else 2
    return edits(a, b, limit) <= limit


def joined(parts):
    """The parts and each pair of neighbours written together."""
    return parts + [(a[0] + b[0], None) for a, b in zip(parts, parts[1:])]


def shares(native, latin):
    """Of the parts of one reading: how many are equal, near, near or skeleton-equal to some part of the Latin name."""
    forms = {p for p, _ in joined(latin)}
    bones = {s for _, s in latin if s}
    equal = reach = with_bones = 0
    for part, bone in native:
        e = part in forms
        r = e or any(near(part, f) for f in forms)
        equal += e
        reach += r
        with_bones += r or (len(bone) > 1 and bone in bones)
    return equal, reach, with_bones


def measure(label, pairs, examples=0):
    rng = random.Random(7)
    if len(pairs) > SAMPLE:
        pairs = rng.sample(pairs, SAMPLE)
    native = readings([p[1] for p in pairs])
    latin = [r[0] for r in readings([p[0] for p in pairs])]
    total = first_equal = first_reach = first_bones = 0
    best_equal = best_reach = best_bones = 0.0
    missed = []
    for (l, n), ns, lp in zip(pairs, native, latin):
        if not ns[0] or not lp:
            continue
        k = len(ns[0])
        one = shares(ns[0], lp)
        total += k
        first_equal += one[0]
        first_reach += one[1]
        first_bones += one[2]
        rates = [[x / len(r) for x in shares(r, lp)] for r in ns if r]
        best_equal += k * max(r[0] for r in rates)
        best_reach += k * max(r[1] for r in rates)
        best_bones += k * max(r[2] for r in rates)
        if max(r[2] for r in rates) < 1:
            missed.append((l, n, " | ".join(" ".join(p for p, _ in r) for r in ns)))
    parts_n = [(i, r) for i, r in enumerate(native) if r[0]]
    false = close = 0
    for _ in range(WRONG):
        i, r = rng.choice(parts_n)
        j = rng.randrange(len(latin))
        if i == j or not latin[j] or pairs[i][0] == pairs[j][0]:
            continue
        part, bone = rng.choice(latin[j])
        at = rng.random()
        mine = [x[min(len(x) - 1, int(at * len(x)))] for x in r if x]
        if any(p == part for p, _ in mine):
            continue
        false += any(len(b) > 1 and b == bone for _, b in mine)
        close += any(near(p, part) for p, _ in mine)
    pc = lambda x: f"{100 * x / total:6.1f}"
    print(f"{label:22}{total:6} {sum(len(r) for r in native) / len(native):5.1f}  {pc(first_equal)}{pc(first_reach)}{pc(first_bones)}   "
          f"{pc(best_equal)}{pc(best_reach)}{pc(best_bones)}   {100 * false / WRONG:6.2f}{100 * close / WRONG:6.2f}", flush=True)
    for m in rng.sample(missed, min(examples, len(missed))):
        print("     ", *m, sep=" ; ")


def main():
    folder = sys.argv[1]
    examples = int(os.environ.get("EXAMPLES", "0"))
    only = sys.argv[2:]
    print(f"{'':22}{'':6} {'':5}  {'--- first reading':18}   {'--- best reading':18}   {'--- wrong':12}")
    print(f"{'set':22}{'parts':>6} {'rdgs':>5}  {'equal':>6}{'edits':>6}{'+skel':>6}   {'equal':>6}{'edits':>6}{'+skel':>6}   {'skel':>6}{'edits':>6}")
    rows = [l.rstrip("\n").split("\t") for l in open(os.path.join(folder, "gold_crossscript_un_uk_au.tsv"), encoding="utf-8")][1:]
    for script in sorted({r[5] for r in rows}):
        for kind in "PE":
            pairs = [(r[3], r[4]) for r in rows if r[5] == script and r[2] == kind]
            label = f"lists {script.lower()} {kind}"
            if pairs and (not only or any(o in label for o in only)):
                measure(label, pairs, examples)
    base = os.path.join(folder, "transliteration")
    for name in sorted(os.listdir(base)):
        label = name.replace("wd_", "").replace(".gz", "").replace("_80", " words").replace("_full_names", " names")
        if only and not any(o in label for o in only):
            continue
        pairs = []
        for line in gzip.open(os.path.join(base, name), "rt", encoding="utf-8"):
            f = line.rstrip("\n").split("\t")
            if len(f) >= 2:
                pairs.append((f[0], f[1].replace(" ", "") if "words" in label else f[1]))
        measure(label, pairs, examples)


if __name__ == "__main__":
    main()
