"""Does the search lose anybody before it compares? Listed OFAC individuals with six kinds of damage to their names, against all current lists.

`found`: the party is among the hits at the default threshold. `lost`: queries for which scanning every name (--exhaustive) gives a hit that the normal
search lacks: must be 0. Beside them what public engines lose before they compare, of targets that their own scorer would pass, in the same
six mutations on an index of 75,940 parties: measured by simulation of their candidate steps.
"""
import csv, random
from .engine import names
from .equality import differences
from .mutate import edits, words

PEERS = {"none": (0.0, 0.0, 0.0), "1 edit in the rarest part": (.005, 0.0, 0.0), "2 edits in the rarest part": (.020, 0.0, 0.0), "1 edit in every part": (.404, .996, .119),
         "1 or 2 edits in every part": (.643, .922, .094), "blanks removed": (.028, 1.0, None)}


def individuals(lab):
    """(record key, words) of OFAC's individuals with two to four words."""
    path = next(p for p in lab.current({"OFAC"}) if p.endswith("sdn.csv"))
    with open(path, encoding="latin-1", newline="") as f:
        for r in csv.reader(f):
            if len(r) > 2 and r[2].strip() == "individual":
                last, _, first = r[1].partition(",")
                w = words(f"{first} {last}")
                if 2 <= len(w) <= 4:
                    yield r[0].strip(), w


def mutations(w, rarest, rng):
    def at_rarest(times):
        return " ".join(edits(x, rng, times) if i == rarest else x for i, x in enumerate(w))
    return {"none": " ".join(w), "1 edit in the rarest part": at_rarest(1), "2 edits in the rarest part": at_rarest(2),
            "1 edit in every part": " ".join(edits(x, rng, 1) for x in w), "1 or 2 edits in every part": " ".join(edits(x, rng, rng.choice((1, 2))) for x in w),
            "blanks removed": "".join(w)}


def run(lab, report):
    index = lab.current_index()
    often, parties = {}, 0
    for party in lab.parties(index):
        parties += 1
        for n in names(party):
            for w in set(words(n)):
                often[w] = often.get(w, 0) + 1
    rng = random.Random(lab.seed)
    people = list(individuals(lab))
    people = rng.sample(people, min(lab.listed, len(people)))
    asked = [(key, mutations(w, min(range(len(w)), key=lambda i: often.get(w[i], 0)), rng)) for key, w in people]
    exhaustive, out, total = lab.has("screen", "--exhaustive"), [], 0
    for label, peers in PEERS.items():
        rows = [{"type": "person", "name": m[label]} for _, m in asked]
        if exhaustive:
            found, normal, _ = differences(lab, index, rows, [lab.threshold()])
            lost = found[lab.threshold()].lost
        else:
            normal, lost = [[(h["list"], h["id"], h["score"]) for h in some] for some in lab.screen(index, rows)], None
        own = [[h for h in some if h[1] == key and "ofac" in h[0]] for (key, _), some in zip(asked, normal)]
        found, first = sum(map(bool, own)), sum(bool(o) and o[0][2] == some[0][2] for o, some in zip(own, normal))
        total += lost or 0
        out.append((label, len(rows), found / len(rows), first / len(rows), lost, *peers))
    report.table("mutation", ["n", "found", "first", "lost", "window of 50 loses", "exact blocker loses", "token index loses"], out)
    report.note(f"{parties} parties in the index; " + (f"{total} queries lost a hit" if exhaustive else "this binary has no --exhaustive: nothing to compare with"))
