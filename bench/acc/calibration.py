"""Is a score a probability? By tenths of the score: the share of labelled pairs that are true. Pairs that stand in both sets count once, and those that are
labelled both ways not at all. The second table reads the score through a rising curve learnt on one half of the pairs and counts on the other, in turns,
so what it says is held out: how far off scores are once a user has fitted them to cases like these."""
import random
from . import gold, stats

COLUMNS = ["n", "said", "true", "true - said"]


def pairs(lab):
    rows = {}
    for r in gold.name_pairs(lab):
        rows.setdefault(gold.key(r["name1"], r["name2"]), {"type": r["kind"], "name1": r["name1"], "name2": r["name2"]})
    for c in gold.checks(lab):
        a, b = gold.whole_name(c["query"]), gold.whole_name(c["candidate"])
        rows.setdefault(gold.key(a, b), {"type": c["kind"], "name1": a, "name2": b})
    said = gold.labels(lab)
    agreed = [(row, said[k][0][0]) for k, row in rows.items() if len({label for label, _ in said[k]}) == 1]
    return agreed, len(rows) - len(agreed)


def run(lab, report):
    agreed, both = pairs(lab)
    scored = [(s, t) for (s, _), (_, t) in zip(lab.compare([r for r, _ in agreed]), agreed)]
    rows, worst = stats.deciles(scored)
    report.table("the score as it is", COLUMNS, rows)
    report.note(f"greatest deviation {worst:.3f} over {len(scored)} pairs, in tenths of at least 20; {both} pairs with both labels are left out")
    held = []
    random.Random(lab.seed).shuffle(scored)
    halves = scored[::2], scored[1::2]
    for learn, count in (halves, halves[::-1]):
        curve = stats.isotonic(learn)
        held += [(curve(s), t) for s, t in count]
    rows, after = stats.deciles(held)
    report.table("through a curve learnt on the other half", COLUMNS, rows)
    brier = [sum((p - t) ** 2 for p, t in some) / len(some) for some in (scored, held)]
    report.note(f"greatest deviation {after:.3f}")
    report.table("over all pairs", ["greatest deviation", "mean squared error"], [("the score as it is", worst, brier[0]), ("held out, through a curve", after, brier[1])])
