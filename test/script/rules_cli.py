#!/usr/bin/env python3
"""strait rules: the set inside the program is sound, every vector passes, show, diff and matrix say what they should."""
import glob, json, os, shutil
from shared import ROOT, folder, ok, done, run

os.chdir(ROOT)
status, out, err = run("rules", "check")
ok(status == 0 and " 0 errors" in out, "the rules inside the program are sound", out + err)
status, folder_out, _ = run("rules", "check", "data/regimes")
ok(folder_out.splitlines()[-1] == out.splitlines()[-1], "the folder is what is inside the program", folder_out)

for path in sorted(glob.glob("test/cases/*.yaml")):
    status, out, err = run("rules", "test", "-q", path)
    ok(status == 0 and " 0 failed" in out, f"vectors of {os.path.basename(path)}: {out.splitlines()[-1] if out else err}", out + err)

# a vector that is wrong fails, and says how
with folder() as work:
    bad = os.path.join(work, "v.yaml")
    with open(bad, "w", encoding="utf-8") as f:
        f.write("vectors:\n- {id: x, lists: closed, case: {date: 2024-01-01, activity: sell, from: DE, destination: FR, parties: [{country: DE}]}, expect: {verdicts: {EU: PROHIBITED}}}\n"
                "- {id: y, lists: closed, case: {dat: 2024-01-01}, expect: {overall: ALLOWED}}\n- {id: z, lists: closed, case: {date: 2024-01-01}, expect: {}}\n")
    status, out, err = run("rules", "test", bad)
    ok(status == 1 and "FAIL x" in out and "not PROHIBITED" in out and "FAIL y" in out and "dat" in out and "nothing is expected" in out and "3 failed" in out, "a vector that is wrong fails and says how", out + err)

    # show
    status, out, err = run("rules", "show", "EU.833.12g")
    o = json.loads(out.splitlines()[0])
    ok(status == 0 and o["kind"] == "measures" and o["file"].startswith("eu/") and o["object"]["id"] == "EU.833.12g" and o["line"] > 0, "show gives a rule and its place", out + err)
    status, out, err = run("rules", "show", "EU.833.12gg")
    ok(status == 2 and "did you mean EU.833.12g" in err, "an id that is not there gets the nearest", err)

    # diff: a copy with one date moved, one measure gone, one added
    copy = os.path.join(work, "rules")
    shutil.copytree("data/regimes", copy)
    status, out, _ = run("rules", "diff", "built-in", copy)
    ok(status == 0 and out == "", "a copy is no different", out)
    path = os.path.join(copy, "regimes.yaml")
    with open(path, "a", encoding="utf-8") as f:
        f.write('- {id: XX, title: Another, imposer: XX, nexus: any}\n')
    status, out, _ = run("rules", "diff", "built-in", copy)
    changes = [json.loads(l) for l in out.splitlines()]
    ok(status == 1 and changes == [{"id": "XX", "kind": "regimes", "change": "added"}], "what is added is told", out)
    status, out, _ = run("rules", "diff", "2020-01-01", "2099-01-01")
    ok(status == 1 and '"change":"added"' in out and '"change":"removed"' not in out, "two days of knowledge can be compared", out[:500])

    # a set that is not sound is refused everywhere, with file and line
    with open(path, "a", encoding="utf-8") as f:
        f.write('- {id: YY, title: Another, imposer: YY, nexus: nowhere}\n')
    status, out, err = run("rules", "check", copy)
    ok(status == 3 and "regimes.yaml:" in out and "nexus has no nowhere" in out and "1 errors" in out, "a reference to nothing is found", out + err)
    status, out, err = run("check", "--no-lists", "--rules", copy, "--set", "destination=RU")
    ok(status == 3 and "nowhere" in err, "check refuses rules that are not sound", out + err)

    # matrix
    svg = os.path.join(work, "m.svg")
    status, out, err = run("rules", "matrix", "--target", "RU", "--at", "2026-11-26", "--svg", svg)
    m = json.loads(out)
    cell = {(c["class"], k): v for c in m["classes"] for k, v in c["imposers"].items()}
    ok(status == 0 and cell[("freeze", "EU")]["first"] == "2014-03-17" and cell[("freeze", "US")]["first"] == "2014-03-06" and cell[("oil_import", "US")]["first"] == "2022-03-08", "the matrix has first days", err)
    ok(cell[("freeze", "TR")]["state"] == "none" and any(s["imposer"] == "TR" and s["source"] for s in m["stances"]), "a state that imposes nothing says so, with its source", out[:300])
    with open(svg, encoding="utf-8") as f:
        picture = f.read()
    ok(picture.startswith("<svg") and picture.rstrip().endswith("</svg>") and "2014-03-17" in picture and "NONE" in picture, "the picture is there")
    status, out, _ = run("rules", "matrix", "--at", "2014-03-10")
    cell = {(c["class"], k): v for c in json.loads(out)["classes"] for k, v in c["imposers"].items()}
    ok(cell.get(("freeze", "US"), {}).get("state") == "in_force" and cell.get(("freeze", "EU"), {}).get("state") != "in_force", "the matrix of another day", out[:300])
    status, out, _ = run("rules", "matrix", "--target", "SY")
    ok(status == 0 and '"ended"' in out, "what has ended is shown as ended", out[:300])

status, _, err = run("rules", "chek")
ok(status == 2 and "rules check" in err, "a verb that is not there", err)
done()
