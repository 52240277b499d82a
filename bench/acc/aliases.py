"""An alias that the list does not hold, against the others that it does: the EU's list with some aliases taken out; names of one ship on several lists;
a small set of names in two scripts."""
import csv, gzip, random
from . import gold

SAMPLE = 3000
EU = {"P": "person", "E": "organisation"}


def eu(lab, report):
    groups = {}
    with gzip.open(lab.shared("gold/gold_eu_alias_groups.tsv.gz"), "rt", encoding="utf-8", newline="") as f:
        for r in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
            if r["kind"] in EU and r["name"].strip():
                groups.setdefault((r["eu_ref"], r["kind"]), {})[r["name"].strip()] = None
    rng, many = random.Random(lab.seed), [(k, list(n)) for k, n in groups.items() if len(n) > 1]
    rng.shuffle(many)
    taken = {k: rng.choice(n) for k, n in many[:SAMPLE]}
    listed = [{"id": k[0], "type": EU[k[1]], "name": n.replace("\\", "").replace(";", ",")} for k, some in groups.items() for n in some if taken.get(k) != n]
    index = lab.index_of(listed, "eu")
    rows = [(k, {"type": EU[k[1]], "name": n}) for k, n in taken.items()]
    answers = list(zip(rows, lab.screen(index, [q for _, q in rows])))
    out = []
    for label, some in [("all", answers)] + [(EU[k] + "s", [x for x in answers if x[0][0][1] == k]) for k in "PE"] + \
            [(s.lower(), [x for x in answers if gold.script(x[0][1]["name"]) == s]) for s in ("LATIN", "CYRILLIC", "ARABIC", "GREEK", "HANGUL")]:
        if some:
            found = sum(any(h["id"] == k[0] for h in hits) for (k, _), hits in some)
            first = sum(any(h["id"] == k[0] for h in hits if h["score"] == hits[0]["score"]) for (k, _), hits in some)
            out.append((label, len(some), found / len(some), first / len(some)))
    report.table("EU alias held out, against the party's other names", ["n", "found", "first"], out)
    missed = [(k, q, hits) for (k, q), hits in answers if not any(h["id"] == k[0] for h in hits)]
    for k, q, _ in missed[:2 * lab.examples]:
        report.note(f"missed: {q['name']} / {'; '.join(n for n in groups[k] if n != q['name'])[:120]}")


def vessels(lab, report):
    """Each list's own name for a ship, and the same names paired by chance. A ship that was renamed between two lists is no error of the matcher."""
    pairs, imos = [], []
    with open(lab.shared("vessels/gold_vessel_names_by_imo.tsv"), encoding="utf-8", newline="") as f:
        for r in csv.reader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
            if len(r) < 7 or r[0] == "imo":
                continue
            if "True" in r[4:6]:   # OFAC's list at hand is older than the table
                imos.append(r[0])
            by_list = [x.partition("=") for x in r[6].split(" | ") if "former" not in x]
            seen = list(dict.fromkeys(n.strip() for _, _, n in by_list if n.strip()))
            pairs += [(a, b) for i, a in enumerate(seen) for b in seen[i + 1:]]
    index, rows = lab.current_index(), [{"imo": i} for i in imos]
    found = sum(bool(h) for h in lab.screen(index, rows))
    report.table("vessels by IMO number", ["n", "found"], [("on the UK's or the EU's list in 2026, against all current lists", len(rows), found / len(rows))])
    if not lab.has("compare"):
        return report.note("vessel names: this binary has no strait compare")
    random.Random(lab.seed).shuffle(pairs)
    pairs = pairs[:SAMPLE]
    near = [len(set(a.casefold().split()) & set(b.casefold().split())) > 0 for a, b in pairs]
    answers = lab.compare([{"type": "vessel", "name1": a, "name2": b} for a, b in pairs])
    chance = lab.compare([{"type": "vessel", "name1": a, "name2": b} for (a, _), (_, b) in zip(pairs, pairs[1:] + pairs[:1])])
    out = [(label, len(some), sum(some) / len(some)) for label, some in
           (("names that differ, all", [m for _, m in answers]), ("names that differ and share a word", [m for (_, m), n in zip(answers, near) if n]),
            ("names of two ships", [m for _, m in chance])) if some]
    report.table("vessel names of one IMO number", ["n", "match"], out)


def two_scripts(lab, report):
    lab.need("compare")
    with open(lab.shared("gold/cross_script_pairs.csv"), encoding="utf-8", newline="") as f:
        rows = [r for r in csv.reader(line for line in f if line.strip() and not line.startswith("#")) if len(r) >= 3]
    answers = lab.compare([{"type": "person", "name1": r[0], "name2": r[1]} for r in rows])
    report.table("pairs in two scripts", ["score", "match", "score of a language model, at least"], [(f"{r[0]} / {r[1]}", s, int(m), float(r[2])) for r, (s, m) in zip(rows, answers)])
    report.note(f"{sum(m for _, m in answers)} of {len(rows)} match")


def run(lab, report):
    eu(lab, report)
    vessels(lab, report)
    two_scripts(lab, report)
