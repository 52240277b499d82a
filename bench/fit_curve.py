#!/usr/bin/env python3
"""Estimates the curve from evidence to score (src/match/score_curve.h) from labelled pairs, and says how far it is off on pairs that it has not seen.

    bench/fit_curve.py [BINARY] [--write]

What a pair's evidence says of being labelled a match is nearly a step: below the default threshold few pairs are matches, above it nearly all are, however
much evidence there is, since the weights were fitted to this decision and what is left are labels that others contradict, and names that only a table
knows. So two shares are estimated, that of the matches below no evidence at all (LOW) and above the threshold (HIGH); between and around them the curve
is fixed: .70 at the default threshold of 1.25 bits, rising everywhere, so that a score still orders pairs as their bits do.

The two levels are learnt on a random half of the pairs and counted on the other, in tenths of the score, 100 times; --write takes all pairs. Needs
../shared (STRAIT_SHARED)."""
import json, os, random, subprocess, sys, tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
from acc import calibration, stats
from acc.engine import ROOT, Lab

THRESHOLD, PATH = 1.25, os.path.join(ROOT, "src/match/score_curve.h")


def knots(low, high):
    """(bits, score) with straight lines between them."""
    return [(-160, .0001), (-96, low - .02), (-20, low), (-6, low + .02), (0, .30), (THRESHOLD, .70), (1.5, .82), (2, .90), (6, max(high + .01, .91)), (12, high + .03), (20, .9999)]   # twenty bits are as sure as a score gets


def curve(at):
    def score(bits):
        if bits <= at[0][0]:
            return at[0][1]
        for (x, p), (y, q) in zip(at, at[1:]):
            if bits <= y:
                return p + (q - p) * (bits - x) / (y - x)
        return at[-1][1]
    return score


def evidence(binary, row):
    """The bits of a pair, by strait compare; of nothing in common the least there is."""
    p = subprocess.run([binary, "compare", "--json", *(["--type", row["type"]] if row["type"] else []), "--", row["name1"], row["name2"]], capture_output=True, text=True)
    return json.loads(p.stdout).get("bits", -160) if p.stdout else -160


def levels(pairs):
    below, above = [t for b, t in pairs if b < 0], [t for b, t in pairs if b >= THRESHOLD]
    return round(sum(below) / len(below), 3), round(sum(above) / len(above), 3)


def main():
    binary = os.path.join(ROOT, next((a for a in sys.argv[1:] if not a.startswith("-")), "build/release/strait"))
    with tempfile.TemporaryDirectory() as tmp:
        rows, _ = calibration.pairs(Lab(binary, tmp))
    pairs = [(evidence(binary, r), t) for r, t in rows]
    rng, held = random.Random(1), []
    for _ in range(100):
        mixed = rng.sample(pairs, len(pairs))
        learn, count = mixed[::2], mixed[1::2]
        of = curve(knots(*levels(learn)))
        held.append(stats.deciles([(of(b), t) for b, t in count])[1])
    held.sort()
    print(f"learnt on a half, on the other: greatest deviation {sum(held) / len(held):.3f} on average, {held[50]:.3f} in the middle, {held[90]:.3f} or less in nine of ten")
    low, high = levels(pairs)
    said = [(curve(knots(low, high))(b), t) for b, t in pairs]
    table, worst = stats.deciles(said)
    print(f"both halves: low {low:.3f}, high {high:.3f}; greatest deviation {worst:.3f}")
    for name, n, s, t, d in table:
        print(f"  {name}  n {n:4d}  said {s:.3f}  true {t:.3f}  {d:+.3f}")
    if "--write" in sys.argv:
        at = ", ".join(f"{{ {round(16 * b)}, {round(10000 * p)} }}" for b, p in knots(low, high))
        with open(PATH, "w", encoding="utf-8") as f:
            f.write("/* Made by bench/fit_curve.py --write: evidence in 1/16 bits, and its score. */\nstatic const struct { int32_t bits; uint32_t score; } score_curve[] = {\n    "
                    + at.replace("}, {", "},\n    {") + ",\n};\n")


main()
