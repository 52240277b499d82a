#!/usr/bin/env python3
"""Every listed party is found by each of its own names and numbers, asked as they are printed: over the sample, and over one real list.

The names and numbers come from `strait info --all`, go through `screen --in` as a customer file, and each answer at the default threshold must hold
its own party. An alias that the list itself calls weak may say too little to be a hit by itself, and so may one name in four hundred: those that are
made of nothing but words that many bodies have, or of one syllable (doc/MATCHING.md)."""
import json, os, re
import shared

WEAK = "weak_alias"


def properties(kind):
    """Names of the properties of one class, from their one table."""
    with open(os.path.join(shared.ROOT, "src/model/props.def"), encoding="utf-8") as f:
        return set(re.findall(r'HEAD\(\w+,\s*"(\w+)",\s*%s,' % kind, f.read()))


def questions(index, names, numbers):
    status, out, err = shared.run("info", index, "--all")
    if status:
        raise RuntimeError(err)
    for line in out.splitlines():
        party = json.loads(line)
        for key, values in party.items():
            if key not in names and key not in numbers:
                continue
            for value in values:
                text = value["value"] if isinstance(value, dict) else value
                if re.search(r"\w", text):   # a number printed as "-" is none
                    yield {"party": [party["list"], party["id"]], "property": key, "name" if key in names else "id_number": text}


def check(label, folder, sources, least):
    index, asked, answers = (os.path.join(folder, n) for n in ("one.stx", "asked.jsonl", "answers.jsonl"))
    status, out, err = shared.run("build", "-q", "-o", index, *sources)
    if not shared.ok(status == 0, f"{label}: builds", err):
        return
    rows = list(questions(index, properties("NAME"), properties("ID")))
    with open(asked, "w", encoding="utf-8") as f:
        f.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    status, out, err = shared.run("screen", "-i", index, "--limit", "0", "--in", asked, "--out", answers)
    shared.ok(status == 0, f"{label}: every question is answered", err)
    missed, n = [], 0
    with open(answers, encoding="utf-8") as f:
        for row, line in zip(rows, f):
            answer = json.loads(line)
            score = [h["score"] for h in answer.get("hits", []) if [h["list"], h["id"]] == row["party"]]
            n += answer["query"] == row
            if not score and row["property"] != WEAK:
                missed.append(json.dumps(row, ensure_ascii=False) + " " + str(score))
    shared.ok(n == len(rows) and n >= least, f"{label}: an answer for each, in order", f"{n} of {len(rows)}")
    print(f"# {label}: {len(missed)} of {n} do not find their party")
    shared.ok(len(missed) * 400 <= n, f"{label}: names and numbers of a party find it", f"{len(missed)} do not\n" + "\n".join(missed[:15]))


def main():
    sample = os.path.join(shared.ROOT, "data/sample")
    with shared.folder() as folder:
        check("the sample", folder, [os.path.join(sample, f) for f in sorted(os.listdir(sample)) if re.match(r"sample_.*\.csv$", f)], 1900)
        for label, path, least in (("the UN list", "lists/un/un_2025-12.xml", 3000), ("Japan's list", "lists/jp/mof_asset_freeze_2026-03-05.xlsx", 6000)):
            real = os.path.join(shared.SHARED, path)
            if os.path.exists(real):
                check(label, folder, [real], least)
            else:
                shared.skip(label, "no ../shared")


main()
shared.done()
