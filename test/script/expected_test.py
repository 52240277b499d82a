#!/usr/bin/env python3
"""Real lists against the counts of an independent parse (EXPECTED.tsv in the shared data): every file, every measure.

A difference that is ours to explain stands in KNOWN with its reason; a test fails when a reason no longer holds."""
import ast, collections, json, os
import shared

# (file, measure): (our value, why)
KNOWN = {}

LEGACY = [d for d in ("legacy_2019-01", "legacy_2021-07")]


def info(index):
    status, out, err = shared.run("info", index, "--json")
    return json.loads(out) if status == 0 else None


def main():
    table = os.path.join(shared.SHARED, "EXPECTED.tsv")
    if not os.path.exists(table):
        shared.skip("counts of real lists", "no ../shared")
        return
    want = collections.OrderedDict()
    with open(table, encoding="utf-8") as f:
        next(f)
        for line in f:
            file, measure, value = line.rstrip("\n").split("\t")
            value = ast.literal_eval(value) if value.startswith("{") else int(value)
            pairs = [(f"{measure} {k or '(none)'}", v) for k, v in value.items()] if isinstance(value, dict) else [(measure, value)]
            want.setdefault(file, []).extend(pairs)
    with shared.folder() as tmp:
        index = os.path.join(tmp, "one.stx")
        for file, pairs in want.items():
            path = os.path.join(shared.SHARED, file)
            orphan = [p for p in pairs if p[0].startswith("orphans")]
            status, out, err = shared.run("build", "-q", "-o", index, path)
            if not shared.ok(status == 0, f"{file} builds", err):
                continue
            records = info(index)["lists"][0]["records"]
            wrong = []
            for measure, value in pairs:
                if measure.startswith("orphans"):
                    continue
                got = records.get(measure, 0)
                known = KNOWN.get((file, measure))
                if got != (known[0] if known else value):
                    wrong.append(f"{measure}: {got}, expected {value}" + (f" (known: {known})" if known else ""))
            shared.ok(not wrong, f"{file}: {len(pairs) - len(orphan)} measures", "\n".join(wrong))
            if not orphan:
                continue
            base = os.path.dirname(path)
            status, out, err = shared.run("build", "-q", "-o", index, os.path.join(base, "sdn.csv"), path)
            part = os.path.basename(path).split(".")[0]
            got = info(index)["lists"][0]["records"].get(f"{part} {orphan[0][0]}", -1) if status == 0 else err
            shared.ok(got == orphan[0][1], f"{file}: rows without their main record", got)


main()
shared.done()
