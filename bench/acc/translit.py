"""Pairs of one name in two scripts, by language: a random sample, compared at the default threshold, and the same names paired by chance."""
import gzip, os, random

SAMPLE = 3000
FOLDER = "gold/transliteration"


def read(path):
    """The distinct (Latin, native) pairs of a file. Sets of single words print the native letters with blanks between them."""
    out = {}
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            cells = line.rstrip("\n").split("\t")
            if len(cells) >= 2 and cells[0].strip() and cells[1].strip():
                out[cells[0].strip(), "".join(cells[1].split()) if len(cells) > 2 else cells[1].strip()] = None
    return list(out)


def run(lab, report):
    lab.need("compare")
    folder, out = lab.shared(FOLDER), []
    for name in sorted(os.listdir(folder)):
        rng = random.Random(f"{lab.seed} {name}")
        pairs = read(os.path.join(folder, name))
        pairs = rng.sample(pairs, min(SAMPLE, len(pairs)))
        turn = [native for _, native in pairs]
        turn = turn[len(turn) // 2:] + turn[:len(turn) // 2]   # in random order already: each name meets one from half the sample away
        true = lab.compare([{"type": "person", "name1": native, "name2": latin} for latin, native in pairs])
        chance = lab.compare([{"type": "person", "name1": native, "name2": latin} for (latin, _), native in zip(pairs, turn)])
        n = len(pairs)
        scores = sorted(s for s, _ in true)
        out.append((name.replace("wd_", "").replace("_80", ", words").replace("_full_names", ", full names").replace(".gz", ""), n, sum(m for _, m in true) / n,
                    scores[n // 10], scores[n // 2], sum(m for _, m in chance) / n))
        for (latin, native), (s, m) in [x for x in zip(pairs, true) if not x[1][1]][:lab.examples // 2]:
            report.note(f"missed: {s:.4f}  {native} / {latin}")
    report.table("transliterations", ["n", "match", "score p10", "score p50", "chance pairs that match"], out)
