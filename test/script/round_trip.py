"""What strait info prints, strait reads: every record of an index, printed in full and built again as strait-json, says the same facts, in the same
order, and the second index prints the same bytes."""
import glob
import json
import os
import shared

FILES = ["un/un_2025-12.xml", "us_ofac/enhanced_xml/CONS_ENHANCED_2025-01-10.ZIP", "us_bis/dpl_2022-09.txt", "jp/mof_asset_freeze_2026-03-05.xlsx",
         "ch/reconstructed_seco_2026-02-18.xml.gz", "eu_annexes/consolidated/32014R0833.csv", "ca/sema-lmes_2025-04.xml"]


def printed(index):
    status, out, err = shared.run("info", index, "--all")
    return out if status == 0 else None


def differences(before, after):
    """Records whose facts differ, as readable lines."""
    new = {p["id"]: p for p in map(json.loads, after.splitlines())}
    for p in map(json.loads, before.splitlines()):
        q = new.pop(p["id"], None)
        if q is None:
            yield f"{p['id']} is gone"
        elif p != q:
            yield f"{p['id']}: " + "; ".join(f"{k}: {p.get(k)} -> {q.get(k)}"[:300] for k in {**p, **q} if p.get(k) != q.get(k))
    yield from (f"{k} is new" for k in new)


def round_trip(tmp, name, paths):
    first, second, lines = (os.path.join(tmp, n) for n in ("first.stx", "second.stx", "all.jsonl"))
    status, _, err = shared.run("build", "-q", "--max-bad", "100", "-o", first, *paths)
    if not shared.ok(status == 0, f"{name} builds", err):
        return
    before = printed(first)
    with open(lines, "w", encoding="utf-8", newline="\n") as f:
        f.write(before)
    status, _, err = shared.run("build", "-q", "-o", second, "strait-json:" + lines)
    if not shared.ok(status == 0, f"{name}, printed, builds again", err):
        return
    after = printed(second)
    wrong = [] if after == before else list(differences(before, after)) or ["the records come in another order"]
    shared.ok(not wrong, f"{name}: {before.count(chr(10))} records say the same", "\n".join(wrong))


def main():
    with shared.folder() as tmp:
        for path in sorted(glob.glob(os.path.join(shared.ROOT, "data", "sample", "sample_*.csv"))):
            round_trip(tmp, os.path.basename(path), [path])
        base = os.path.join(shared.SHARED, "lists")
        if not os.path.isdir(base):
            shared.skip("records of real lists", "no ../shared")
            return
        for file in FILES:
            round_trip(tmp, file, [os.path.join(base, file)])
        round_trip(tmp, "us_ofac/legacy_2025-02/alt.csv, rows without their record", [os.path.join(base, "us_ofac/legacy_2025-02", n) for n in ("alt.csv", "add.csv")])


main()
shared.done()
