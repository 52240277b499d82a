"""Official names in another script against official Latin names: the index holds the Latin names alone, so only romanisation can find them.

`first`: the right party has the best score and nobody else has it; `tied`: it shares the best score with others.
An organisation's native name is often a translation ("Islamic Army" for الجيش الإسلامي), which no romanisation can find. A pair is judged a translation when no
part of ICU's romanisation, and not the whole of it written together, has the consonants of the Latin name's: taken in the six classes of Soundex, without h, j and y,
equal from two classes on, or one the beginning of the other from three on. That is no proof: a borrowed word ("bank", "group") makes a pair a romanisation, a
Russian legal form beside initials a translation.
"""
import csv, shutil, subprocess

COLUMNS = ["n", "found", "first", "tied", "target"]
TARGET = {"P": .95, "E": .60}
KIND = {"P": "person", "E": "organisation"}
CLASSES = {c: str(k) for k, letters in enumerate(("bfpvw", "cgkqsxz", "dt", "l", "mn", "r"), 1) for c in letters}


def skeleton(part):
    """The classes of its consonants, doubles once. ICU writes scholars' letters: c is ts, h is kh, x is ks."""
    out = ""
    for c in part.replace("tch", "c").replace("shch", "s").replace("ts", "c").replace("kh", "h"):
        k = CLASSES.get(c, "")
        out += k if not out.endswith(k) or not k else ""
    return out


def skeletons(name):
    parts = "".join(c if c.isalpha() else " " for c in name.lower()).split()
    return {s for s in map(skeleton, parts + ["".join(parts)]) if len(s) > 1}


def akin(a, b):
    a, b = skeletons(a), skeletons(b)
    return bool(a & b) or any(x.startswith(y) or y.startswith(x) for x in a for y in b if min(len(x), len(y)) > 2)


def romanised(texts):
    """By ICU's uconv, which the build's ICU package brings along; None where it is missing."""
    if not shutil.which("uconv"):
        return None
    out = subprocess.run(["uconv", "-f", "utf-8", "-t", "utf-8", "-x", "Any-Latin; Latin-ASCII"], input="\n".join(t.replace("\n", " ") for t in texts), capture_output=True, text=True).stdout
    return out.split("\n")


def read(lab):
    with open(lab.shared("gold/gold_crossscript_un_uk_au.tsv"), encoding="utf-8", newline="") as f:
        rows = [{**r, "id": f"{r['list']}-{r['id']}"} for r in csv.DictReader(f, delimiter="\t")]
    latin = romanised([r["native_name"] for r in rows])
    for r, text in zip(rows, latin or [""] * len(rows)):
        r["translated"] = latin is not None and r["kind"] == "E" and not akin(text, r["latin_name"])
    return rows, latin is not None


def index_of(lab, rows):
    parties = sorted({(r["id"], r["kind"], r["latin_name"]) for r in rows})
    return lab.index_of([{"id": i, "type": KIND[k], "name": n.replace("\\", "").replace(";", ",")} for i, k, n in parties], "latin")


def cells(some, kind):
    n = len(some)
    found = sum(any(h["id"] == r["id"] for h in hits) for r, hits in some)
    best = [{h["id"] for h in hits if h["score"] == hits[0]["score"]} for _, hits in some]
    first = sum(b == {r["id"]} for (r, _), b in zip(some, best))
    tied = sum(r["id"] in b and len(b) > 1 for (r, _), b in zip(some, best))
    return (n, found / n, first / n, tied / n, TARGET[kind]) if n else None


def run(lab, report):
    rows, judged = read(lab)
    index = index_of(lab, rows)
    for how, ask in (("kind asked", lambda r: {"type": KIND[r["kind"]], "name": r["native_name"]}), ("kind not asked", lambda r: {"name": r["native_name"]})):
        answers = list(zip(rows, lab.screen(index, [ask(r) for r in rows])))
        out = []
        for kind in "PE":
            some = [x for x in answers if x[0]["kind"] == kind]
            out.append((f"{KIND[kind]}s, all scripts", *cells(some, kind)))
            for s in sorted({r["script"] for r, _ in some}, key=lambda s: (-sum(r["script"] == s for r, _ in some), s)):
                out.append((f"{KIND[kind]}s, {s.lower()}", *cells([x for x in some if x[0]["script"] == s], kind)))
            if kind == "E" and judged:
                for word, truth in (("romanised", False), ("translated", True)):
                    part = [x for x in some if x[0]["translated"] == truth]
                    if part:
                        out.append((f"organisations, judged {word}", *cells(part, kind)))
        report.table("native name against Latin ones, " + how, COLUMNS, out)
    if not judged:
        report.note("translations are not told apart: no uconv here")
    missed = [r for r, hits in answers if not any(h["id"] == r["id"] for h in hits) and not r["translated"]]
    for r in missed[:: max(1, len(missed) // max(1, 2 * lab.examples))][:2 * lab.examples]:
        report.note(f"missed: {r['native_name']} / {r['latin_name']}")
