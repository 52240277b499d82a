#!/usr/bin/env python3
"""strait compare from outside: two names and files of pairs, columns that are kept, outputs that are replaced as a whole, bad rows, exit statuses; and
that two names compared are what the same two say when one of them is listed."""
import csv, gzip, io, json, os, subprocess
import shared
from shared import ok, run

ROWS = [["no", "name1", "note", "name2", "type"],
        ["1", "Vasily Examplov", "a, \"b\"", "Examplov, Vasily", "person"],
        ["2", "Heron Shipping Ltd", "two\nlines", "Heron Shipping Limited", "company"],
        ["3", "Wholly Different", "", "Vasily Examplov", ""],
        ["4", "", "no name", "Vasily Examplov", ""]]


def table(rows, sep=","):
    text = io.StringIO()
    csv.writer(text, delimiter=sep, lineterminator="\n").writerows(rows)
    return text.getvalue()


def put(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8", newline="") as f:
        f.write(text)
    return path


def two_names():
    status, out, err = run("compare", "--type", "person", "Vasily Exampolv", "Vasily Examplov")
    a = json.loads(out)
    ok(status == 1 and a["match"] is True and (a["name1"], a["name2"], a["type"]) == ("Vasily Exampolv", "Vasily Examplov", "person"), "a match: status 1, one line of JSON", out + err)
    ok(sum(e["bits"] for e in a["explain"]) == a["bits"], "the reasons add up to the evidence", out)   # sixteenths: exact
    ok('"score":%.4f,' % a["score"] in out, "scores have four decimals", out)
    status, out, err = run("compare", "Vasily Examplov", "Wholly Different")
    ok(status == 0 and json.loads(out)["match"] is False, "no match: status 0", out + err)
    status, out, err = run("compare", "...", "Vasily Examplov")
    a = json.loads(out)
    ok(status == 0 and a["score"] == 0 and "bits" not in a and a["explain"] == [], "a name without a letter: no evidence at all", out + err)
    status, text, err = run("compare", "--text", "Vasily Exampolv", "Vasily Examplov")
    ok(status == 1 and text.split()[1] == "match" and "exampolv / examplov: " in text, "--text gives words", text + err)
    scores = [json.loads(run("compare", "--threshold", t, "Vasily Exampolv", "Vasily Examplov")[1]) for t in ("0.01", "1")]
    ok([s["match"] for s in scores] == [True, False] and scores[0]["score"] == scores[1]["score"], "the threshold decides, and changes nothing else", scores)


def wrong_calls(tmp):
    for name, status, words, args in (
            ("one name", 2, "two names", ["Vasily"]), ("three names", 2, "two names", ["a", "b", "c"]), ("no name", 2, "two names", []),
            ("a wrong type", 2, "banana", ["--type", "banana", "a", "b"]), ("a wrong threshold", 2, "a threshold is", ["--threshold", "2", "a", "b"]),
            ("names and a file", 2, "", ["--in", "x.csv", "a", "b"]), ("an output without a file", 2, "--out", ["--out", os.path.join(tmp, "x"), "a", "b"]), ("an unknown option", 2, "--typo", ["--typo", "a", "b"]),
            ("no such file", 4, "", ["--in", os.path.join(tmp, "none.csv")])):
        got, out, err = run("compare", *args)
        ok(got == status and words in err and out == "" and len(err) > 10, f"{name}: status {status}", f"{got} {out} {err}")
    p = subprocess.run([shared.RELEASE, "compare", b"\xff", "a"], capture_output=True)
    ok(p.returncode == 2 and b"not UTF-8" in p.stderr, "a name that is not UTF-8: status 2", p.stderr)
    status, out, err = run("compare", "--help")
    ok(status == 0 and err == "" and all(w in out for w in ("--in", "--out", "--threshold", "Exit status", "strait compare --in pairs.csv")), "--help teaches", out)
    ok("compare" in run("--help")[1], "the command is among the others", "")


def csv_files(tmp):
    for name, sep in (("pairs.csv", ","), ("semicolons.csv", ";"), ("tabs.tsv", "\t")):
        source = put(tmp, name, table(ROWS, sep))
        status, out, err = run("compare", "--in", source)
        got = list(csv.reader(io.StringIO(out), delimiter=sep))
        ok(status == 0 and got[0] == ROWS[0] + ["score", "match"], f"{name}: score and match stand behind", f"{status} {out} {err}")
        ok([r[:5] for r in got[1:]] == ROWS[1:], f"{name}: all other columns are kept", got)
        ok([r[6] for r in got[1:]] == ["true", "true", "false", "false"] and all(len(r[5]) == 6 for r in got[1:]), f"{name}: each row has its score", got)
        single = [json.loads(run("compare", *(["--type", r[4]] if r[4] else []), r[1], r[3])[1])["score"] for r in ROWS[1:]]
        ok(["%.4f" % s for s in single] == [r[5] for r in got[1:]], f"{name}: that of the two names", single)
        again = run("compare", "--in", put(tmp, "again", out))
        ok(again[1] == out, f"{name}: score and match are replaced when they are there", again)
    with gzip.open(os.path.join(tmp, "pairs.csv.gz"), "wt", encoding="utf-8", newline="") as f:
        f.write(table(ROWS))
    ok(run("compare", "--in", os.path.join(tmp, "pairs.csv.gz"))[1] == run("compare", "--in", os.path.join(tmp, "pairs.csv"))[1], "a compressed file gives the same", "")


def json_files(tmp):
    lines = [dict(zip(ROWS[0], r)) for r in ROWS[1:]]
    lines[0]["deep"] = {"a": [1, None, "é"]}
    source = put(tmp, "pairs.jsonl", "".join(json.dumps(x, ensure_ascii=False) + "\n" for x in lines))
    status, out, err = run("compare", "--in", source)
    got = [json.loads(x) for x in out.splitlines()]
    ok(status == 0 and [{k: v for k, v in g.items() if k not in ("score", "match")} for g in got] == lines, "JSON lines: all other members are kept", out + err)
    table_scores = [r[5] for r in list(csv.reader(io.StringIO(run("compare", "--in", os.path.join(tmp, "pairs.csv"))[1])))[1:]]
    ok(["%.4f" % g["score"] for g in got] == table_scores and [g["match"] for g in got] == [True, True, False, False], "JSON lines: the scores of the table", out)
    again = run("compare", "--in", put(tmp, "again.jsonl", out))[1]
    ok(again == out, "JSON lines: score and match are replaced when they are there", again)


def bad_rows(tmp):
    source = put(tmp, "bad.csv", "name1,name2,score,type\nVasily Examplov,Vasily Examplov,old,person\ntoo,few\na,b,c,d,e\nVasily,Vasily,,\n")
    status, out, err = run("compare", "--in", source)
    lines = out.splitlines()
    ok(status == 3 and len(lines) == 5 and lines[0] == "name1,name2,type,score,match", "a bad row: status 3, the others are compared", f"{status} {out} {err}")
    ok("bad.csv:3:" in err and "bad.csv:4:" in err and "4 pairs: 2 match, 2 not compared" in err, "the bad rows are named and counted", err)
    ok(lines[2] == "too,few,," and lines[3] == "a,b,c,d,e,,", "they lose nothing and have no score", out)
    status, out, err = run("compare", "--in", put(tmp, "bad.jsonl", '{"name1":"a","name2":"a"}\n[1]\n{"name1":\n'))
    ok(status == 3 and [json.loads(x)["score"] is None for x in out.splitlines()] == [False, True, True], "bad lines of JSON likewise", f"{status} {out} {err}")
    for name, text in (("no columns", "a,b\n1,2\n"), ("one column", "name1\nx\n"), ("nothing", "")):
        status, out, err = run("compare", "--in", put(tmp, "wrong.csv", text))
        ok(status == 3 and out == "" and ("name1" in err or text == ""), f"a file with {name}: status 3", f"{status} {out} {err}")


def outputs(tmp):
    source, old = os.path.join(tmp, "pairs.csv"), put(tmp, "old.csv", "old\n")
    want = run("compare", "--in", source)[1]
    status, out, err = run("compare", "--in", source, "--out", old)
    with open(old, encoding="utf-8", newline="") as f:
        ok(status == 0 and out == "" and f.read() == want, "--out holds what would be printed", err)
    put(tmp, "old.csv", "old\n")
    status, out, err = run("compare", "--in", put(tmp, "wrong.csv", "a,b\n1,2\n"), "--out", old)
    with open(old, encoding="utf-8") as f:
        ok(status == 3 and f.read() == "old\n", "a file that cannot be read leaves the old output", err)
    ok(not [n for n in os.listdir(tmp) if ".tmp-" in n], "nothing is left behind", os.listdir(tmp))
    status, _, err = run("compare", "--in", source, "--out", source)
    with open(source, encoding="utf-8", newline="") as f:
        ok(status == 0 and f.read() == want, "a file may be replaced by its own answer", err)
    with open("/dev/full", "w") as full:
        for call in (["compare", "a", "b"], ["compare", "--in", source], ["compare", "--help"]):
            p = subprocess.run([shared.RELEASE, *call], stdout=full, stderr=subprocess.PIPE, text=True)
            ok(p.returncode == 4 and "cannot write" in p.stderr, f"{' '.join(call[:2])}: a full disk is status 4", f"{p.returncode} {p.stderr}")


with shared.folder() as folder:
    two_names()
    wrong_calls(folder)
    csv_files(folder)
    json_files(folder)
    bad_rows(folder)
    outputs(folder)
shared.done()
