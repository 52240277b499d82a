"""The search must answer as scanning every name does. Random queries of every kind, normal against --exhaustive, hits compared as they are printed.

Scanning is done once, at the lowest threshold: what it gives at a higher one is the hits that reach it, since it drops nothing.
"""
import collections, json
from . import queries, synth

THRESHOLDS = [.5, .7, .9]
Difference = collections.namedtuple("Difference", "queries hits differ lost")


CHUNK = 1000   # rows: the answers to so many fit in memory at any threshold


def hits(line):
    """The hits of an answer as (list, id, score, hash of what is printed of it), numbers as their text so that every digit counts; or the error. Without the
    number of its group: that hangs on which other hits there are, so on the threshold."""
    answer = json.loads(line, parse_float=str, parse_int=str)
    if "hits" not in answer:
        return answer.get("error", "neither hits nor an error")
    return [(h["list"], h["id"], h["score"], hash(json.dumps({k: v for k, v in h.items() if k != "group"}))) for h in answer["hits"]]


def how(want, got):
    """What is wrong with an answer, by its first difference."""
    if not isinstance(want, list) or not isinstance(got, list):
        return "one is an error"
    for word, some, others in (("lacks", want, got), ("adds", got, want)):
        alone = [h for h in some if h[:2] not in {o[:2] for o in others}]
        if alone:
            return f"{word} {alone[0][0]} {alone[0][1]} of {alone[0][2]}"
    changed = [(a, b) for a, b in zip(want, got) if a != b]
    a, b = changed[0]
    return f"{a[0]} {a[1]} is {a[2]}, not {b[2]}" if a[:2] == b[:2] and a[2] != b[2] else "in another order" if a[:2] != b[:2] else f"{a[0]} {a[1]} is told otherwise"


def differences(lab, index, rows, thresholds):
    """For each threshold how many of the queries have hits, answers that are not the same, and a hit that the normal search lacks. Second, the normal
    answers at the lowest threshold. Third, the queries that differ, and how."""
    count, normal, examples = {t: [0, 0, 0] for t in thresholds}, [], []
    for at in range(0, len(rows), CHUNK):
        some = rows[at:at + CHUNK]
        exhaustive = [hits(line) for line in lab.lines(index, some, "--exhaustive", "--threshold", min(thresholds), "--limit", 0)]
        for t in thresholds:
            for line, row, full in zip(lab.lines(index, some, "--threshold", t, "--limit", 0), some, exhaustive):   # the answers first: zip lets them end
                listed, got = isinstance(full, list), hits(line)
                want = [h for h in full if float(h[2]) >= t] if listed else full
                if t == min(thresholds):
                    normal.append(got)
                count[t][0] += listed and bool(want)
                if got != want:
                    count[t][1] += 1
                    count[t][2] += listed and not {h[:2] for h in want} <= {h[:2] for h in got if listed}
                    examples.append((t, row, how(want, got)))
    return {t: Difference(len(rows), *c) for t, c in count.items()}, normal, examples


def run(lab, report):
    lab.need("screen", "--exhaustive")
    out = []
    def measure(label, index, rows):
        found, _, differing = differences(lab, index, rows, THRESHOLDS)
        out.extend((f"{label}, threshold {t:.1f}", *d) for t, d in found.items())
        for t, row, what in differing[:lab.examples]:
            report.note(f"{label}, threshold {t:.1f}, {what}: {json.dumps(row, ensure_ascii=False)[:200]}")
    current = lab.current_index()
    measure("all current lists", current, queries.mixed(lab, current, lab.queries))
    for n in lab.generated:
        index = synth.index(lab, n)
        measure(f"{n:,} generated names", index, queries.mixed(lab, index, max(20, int(lab.queries / 5 * min(1, 200000 / n) ** .5)), every=max(1, n // 200000)))
    report.table("normal against exhaustive", ["queries", "with hits", "differ", "lost"], out)
