#!/usr/bin/env python3
"""strait journal from outside: every answer is kept before it is given, verified, replayed, decided, exported, erased; a killed batch loses no line that it printed;
the evidence package proves itself, and each change of it is found."""
import csv, io, json, os, random, re, shutil, signal, sqlite3, subprocess, sys, time
from shared import RELEASE, ROOT, done, folder, ok, run

SAMPLES = [os.path.join(ROOT, "data", "sample", n) for n in sorted(os.listdir(os.path.join(ROOT, "data", "sample"))) if n.startswith("sample_")]
CUSTOMERS = os.path.join(ROOT, "data", "sample", "customers.csv")
SHIPMENT = os.path.join(ROOT, "data", "sample", "shipment.json")


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def journal(j, *args, **how):
    return run("journal", *args, "--journal", j, **how)


def keep_everything(index, j):
    """What is printed is what is kept, byte for byte; with and without the journal the answers are the same."""
    status, plain, _ = run("screen", "-i", index, "--in", CUSTOMERS)
    status2, kept, err = run("screen", "-i", index, "--in", CUSTOMERS, "--journal", j, "--actor", "ann")
    ok(status == status2 == 0 and plain == kept and plain, "a journal changes no answer", err)
    one = run("screen", "-i", index, "--journal", j, "--actor", "bob", "Iskra")
    words = run("screen", "-i", index, "--journal", j, "--text", "Garantex", "Europe", "--list", "sample_us", "--threshold-for", "organisation=0.6")
    ok(words[0] == 1 and not words[1].startswith("{"), "words are kept as JSON", words)
    check = run("check", "-i", index, "--journal", j, SHIPMENT)
    ok(check[0] == 1 and one[0] in (0, 1), "single answers", (one, check[2]))
    status, out, err = journal(j, "export")
    records = lines(out)
    ok(status == 0 and [r["sequence"] for r in records] == list(range(1, len(records) + 1)), "records are numbered without gaps", err)
    ok([r["result"] for r in records if r["actor"] == "ann"] == plain.splitlines(), "the bytes of the batch are kept")
    ok(records[-1]["result"] + "\n" == check[1] and records[-3]["result"] + "\n" == one[1], "the bytes of single answers are kept")
    ok(records[-1]["rules"] and records[-1]["kind"] == "check" and records[-1]["subject"] == "shipment", "a check names its rules and its case", records[-1])
    ok(all(r["index"] and re.fullmatch(r"[0-9a-f]{64}", r["hash"]) for r in records), "each names its index")
    status, out, err = journal(j, "replay", "-i", index)
    ok(status == 0 and all(r["replay"] == "same" for r in lines(out)) and len(lines(out)) == len(records), "all of it is computed again to the same bytes", (out[-300:], err))
    return records


def other_index(index, work, j):
    smaller = os.path.join(work, "smaller.stx")
    run("build", "-o", smaller, *SAMPLES[:2])
    status, out, err = journal(j, "replay", "1", "-i", smaller)
    need = lines(out)[0]
    ok(status == 3 and need["replay"] == "other_index" and json.loads(run("info", index, "--json")[1].splitlines()[0]).get("hash", need["detail"][-32:]) in need["detail"],
       "another index is told apart, and the one that is needed is named", (status, out, err))
    rules = os.path.join(work, "rules")
    shutil.copytree(os.path.join(ROOT, "data", "regimes"), rules)
    with open(os.path.join(rules, "flags.yaml"), "a", encoding="utf-8") as f:
        f.write("\n# another byte\n")
    records = lines(journal(j, "export", "--kind", "check")[1])
    status, out, err = journal(j, "replay", records[0]["sequence"], "-i", index, "--rules", rules)
    ok(status == 3 and lines(out)[0]["detail"] == "needs the rules " + records[0]["rules"], "other rules are told apart", (status, out, err))
    status, out, err = journal(j, "replay", records[0]["sequence"], "-i", index, "--rules", os.path.join(ROOT, "data", "regimes"))
    ok(status == 0 and lines(out)[0]["replay"] == "same", "the folder of the rules that are inside the program gives the same bytes", (status, out, err))


def unequal(index, work, j):
    """An answer that is not what the index gives, hashed as it should be: verify is content, replay is not."""
    other = os.path.join(work, "other.db")
    shutil.copy(j, other)
    os.chmod(other, 0o600)
    db = sqlite3.connect(other)
    db.execute("UPDATE record SET params = replace(params, '7000', '9990') WHERE seq = 1")
    db.commit()
    db.close()
    status, out, err = journal(other, "replay", "1", "-i", index)
    ok(status == 1 and lines(out)[0]["replay"] == "differs" and "byte" in lines(out)[0]["detail"], "an answer that does not follow from its input is found", (status, out, err))
    status, out, err = journal(other, "verify", "--json")
    ok(status == 1 and json.loads(out)["record"] == 1 and json.loads(out)["damage"] == "edited", "and the edit, too", (out, err))


def decisions(j):
    alerts = lines(journal(j, "alerts")[1])
    ok(alerts and all(a["state"] == "open" for a in alerts), "hits are alerts", alerts[:2])
    seq, hit = alerts[0]["record"], alerts[0]["hit"]
    with_id = next(a for a in alerts if a["subject"])
    status, _, err = journal(j, "decide", seq, "--hit", "nobody:X", "--as", "escalate", "--reason", "x")
    ok(status == 2 and "shows no nobody:X" in err, "only what was shown is decided", err)
    status, _, err = journal(j, "decide", seq, "--hit", hit, "--as", "maybe", "--reason", "x")
    ok(status == 2 and "false_positive" in err, "and only as one of three", err)
    status, out, err = journal(j, "policy", "false_positive", "--reason", "manual 4.2", "--actor", "head")
    ok(status == 0 and out == "four eyes: false_positive\n", "a policy", (out, err))
    what = (with_id["record"], "--hit", with_id["hit"], "--as", "false_positive", "--reason", "=2+3 <b>born in 1990</b>")
    status, out, err = journal(j, "decide", *what, "--actor", "ann")
    ok(status == 0 and json.loads(out)["state"] == "proposed", "the first proposes", (out, err))
    status, _, err = journal(j, "decide", *what, "--actor", "ann")
    ok(status == 2 and "somebody else" in err, "the same person is no second", err)
    status, _, err = journal(j, "allow", with_id["record"], "--hit", with_id["hit"], "--until", "2099-01-01", "--reason", "x")
    ok(status == 2 and "proposed" in err, "nothing is allowed before it is decided", err)
    status, out, err = journal(j, "decide", *what, "--actor", "bob")
    ok(status == 0 and json.loads(out)["confirmed_by"] == "bob", "the second confirms", (out, err))
    status, out, err = journal(j, "allow", with_id["record"], "--hit", with_id["hit"], "--until", "2099-01-01", "--reason", "known", "--actor", "ann")
    ok(status == 0, "then it is allowed", (out, err))
    allowed = lines(journal(j, "alerts", "--state", "allowed")[1])
    ok(len(allowed) == 1 and allowed[0]["record"] == with_id["record"], "and no alert any more", allowed)
    ok(len(lines(journal(j, "alerts", "--limit", "0")[1])) == len(lines(journal(j, "alerts", "--state", "all", "--limit", "0")[1])) - 1, "the others wait on")
    return with_id


def exports(work, j, alert):
    status, out, err = journal(j, "export", "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    decided = [r for r in rows if r["kind"] == "decision"]
    ok(status == 0 and len(decided) == 2 and all(r["reason"].startswith("'=2+3") for r in decided), "a cell that begins with = is guarded", decided)
    ok(not any(re.match(r"[=+\-@\t\r]", v) for r in rows for v in r.values() if v), "no cell is a formula")
    ok(any(r["state"] == "decided" and r["confirmed_by"] == "bob" for r in rows), "the hit's row says how it was decided")
    page = os.path.join(work, "report.html")
    status, _, err = journal(j, "export", "--html", "--case", alert["subject"], "--out", page)
    with open(page, encoding="utf-8") as f:
        html = f.read()
    ok(status == 0 and "&lt;b&gt;born" in html and "<b>" not in html and "<script" not in html, "the page shows texts as texts", err)
    ok(os.stat(page).st_mode & 0o777 == 0o600, "and is for its owner's eyes")


def package(work, j, alert, mark):
    name = os.path.join(work, "evidence")
    status, out, err = journal(j, "export", "--case", alert["subject"], "--package", name)
    verify = lambda *more: subprocess.run([sys.executable, os.path.join(name, "verify.py"), *more], capture_output=True, text=True)
    p = verify("--checkpoint", mark)
    ok(status == 0 and p.returncode == 0 and "1 of 1 checkpoints met" in p.stdout, "a package proves itself", (out, err, p.stdout, p.stderr))
    ok(journal(j, "export", "--case", alert["subject"], "--package", name)[0] == 2, "it goes into a folder of its own")
    ok(journal(j, "export", "--case", "nobody", "--package", os.path.join(work, "none"))[0] == 2 and not os.path.exists(os.path.join(work, "none")), "a case that is not there makes none")
    files = [n for n in sorted(os.listdir(name)) if os.path.isfile(os.path.join(name, n)) and n != "verify.py"]
    ok({"records.jsonl", "chain.txt", "checkpoint.json", "entries.jsonl", "rules_cited.json", "report.html", "MANIFEST"} <= set(files), "all is there", files)
    ok(all(os.stat(os.path.join(name, n)).st_mode & 0o777 == 0o600 for n in files), "for its owner's eyes")
    manifest = os.path.join(name, "MANIFEST")
    missed = []
    rng = random.Random(7)
    for n in files * 4:
        path = os.path.join(name, n)
        with open(path, "rb") as f:
            whole = f.read()
        at = rng.randrange(len(whole))
        with open(path, "wb") as f:
            f.write(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:])
        if verify().returncode != 1:
            missed.append((n, at))
        with open(path, "wb") as f:
            f.write(whole)
    ok(not missed, "a changed byte is found in each file", missed)
    # with a manifest that was made anew, the hashes still tell
    import hashlib
    records = os.path.join(name, "records.jsonl")
    with open(records, encoding="utf-8") as f, open(manifest, encoding="utf-8") as g:
        text, named = f.read(), g.read()
    for what, change in {"score": text.replace('\\"score\\":0.', '\\"score\\":1.', 1), "actor": text.replace('"actor":"bob"', '"actor":"ann"', 1), "missing": text[text.index("\n") + 1:]}.items():
        with open(records, "w", encoding="utf-8") as f:
            f.write(change)
        with open(manifest, "w", encoding="utf-8") as f:
            f.write(named.replace(hashlib.sha256(text.encode()).hexdigest(), hashlib.sha256(change.encode()).hexdigest()))
        p = verify()
        if what == "missing":   # the first record left out is no lie of the rest: the chain before it is not claimed
            ok(p.returncode == 1 and "BROKEN" in p.stdout, "a record left out", p.stdout)
        else:
            ok(p.returncode == 1 and "BROKEN: record" in p.stdout, "another %s under a new manifest is found" % what, p.stdout)
    with open(records, "w", encoding="utf-8") as f:
        f.write(text)
    with open(manifest, "w", encoding="utf-8") as f:
        f.write(named)
    ok(verify().returncode == 0, "put back, it is whole again")
    case = os.path.join(work, "case")
    status, out, err = journal(j, "export", "--case", "shipment", "--package", case)
    p = subprocess.run([sys.executable, os.path.join(case, "verify.py")], capture_output=True, text=True)
    with open(os.path.join(case, "rules_cited.json"), encoding="utf-8") as f:
        cited = json.load(f)
    ok(p.returncode == 0 and "rule files with the hash" in p.stdout and cited and all(c["act"] for c in cited), "a case comes with its rules, cited", (p.stdout, err))


def erasure(work, index, j, alert, mark):
    status, out, err = journal(j, "erase", "--customer", alert["subject"], "--reason", "order 2026/7", "--actor", "head")
    ok(status == 0, "a customer is erased", (out, err))
    status, out, err = journal(j, "verify", "--checkpoint", mark, "--json")
    ok(status == 0 and json.loads(out)["erased"] == 4, "and the chain holds", out)
    status, out, err = journal(j, "replay", alert["record"], "-i", index)
    ok(status == 0 and lines(out)[0]["replay"] == "erased", "replay says erased", (out, err))
    name = lines(run("screen", "-i", index, "--in", CUSTOMERS)[1])[[r["query"]["id"] for r in lines(run("screen", "-i", index, "--in", CUSTOMERS)[1])].index(alert["subject"])]["query"]["name"]
    left = [f for f in os.listdir(work) if f.startswith(os.path.basename(j)) and ('"name":"%s"' % name).encode() in open(os.path.join(work, f), "rb").read()]
    ok(not left, "nothing is left of him in the files", (name, left))
    status, out, err = journal(j, "erase", alert["record"], "--reason", "again")
    ok(status == 2 and "already" in err, "twice is a wrong call", err)


def killed(index, work):
    """kill -9 at any moment: each whole line that came out is in the journal, which is whole."""
    many = os.path.join(work, "many.csv")
    with open(CUSTOMERS, encoding="utf-8") as f:
        head, *rows = f.read().splitlines()
    with open(many, "w", encoding="utf-8") as f:
        f.write(head + "\n" + "\n".join(rows * 300) + "\n")
    rng = random.Random(3)
    lost, broken, seen = [], [], 0
    for turn in range(8):
        j, out = os.path.join(work, "killed-%d.db" % turn), os.path.join(work, "killed-%d.jsonl" % turn)
        with open(out, "wb") as f:
            p = subprocess.Popen([RELEASE, "screen", "-i", index, "--in", many, "--journal", j], stdout=f, stderr=subprocess.DEVNULL)
            time.sleep(0.05 + rng.random() * 0.8)
            p.send_signal(signal.SIGKILL)
            p.wait()
        with open(out, "rb") as f:
            printed = f.read()
        printed = printed[:printed.rfind(b"\n") + 1].decode("utf-8").splitlines()
        seen += len(printed)
        if not os.path.exists(j):
            continue
        status, text, err = journal(j, "verify", "--json")
        if status == 2 and not printed:   # killed while the journal was made
            continue
        if status != 0:
            broken.append((turn, status, text, err))
            continue
        kept = [r["result"] for r in lines(journal(j, "export")[1])]
        if kept[:len(printed)] != printed:
            lost.append((turn, len(kept), len(printed)))
        ok(journal(j, "verify", "--json")[0] == 0, "killed after %d lines: the journal goes on" % len(printed))
    ok(seen > 500, "lines came out before", seen)
    ok(not broken, "every journal is whole", broken)
    ok(not lost, "no line that came out is missing", lost)


def odd_rows(index, work):
    """Ids that no database index takes are no subject, and stop nothing; what is kept of a bad row is its complaint."""
    rows, j = os.path.join(work, "odd.jsonl"), os.path.join(work, "odd.db")
    with open(rows, "w", encoding="utf-8") as f:
        for row in ({"id": "x" * 5000, "name": "Garantex"}, {"id": "a\u0000b", "name": "Garantex"}, {"id": "=1", "name": ["a", "b"]}, {"id": "ok", "name": "Garantex", "aliases": ["A;B", "C"]}):
            f.write(json.dumps(row) + "\n")
        f.write("{broken\n")
    status, out, err = run("screen", "-i", index, "--in", rows, "--journal", j)
    records = lines(journal(j, "export")[1])
    ok(status == 3 and [r["result"] for r in records] == out.splitlines() and [r["subject"] for r in records] == ["", "", "=1", "ok", ""], "odd ids", (status, err, [r["subject"][:9] for r in records]))
    status, out, err = journal(j, "replay", "-i", index)
    ok(status == 0 and [r["replay"] for r in lines(out)] == ["same", "same", "not_answered", "same", "not_answered"], "and their replay", (out, err))
    ok(journal(j, "verify")[0] == 0, "and their chain")


def wrong_calls(work, index):
    for args, what in ((["verify"], "which journal"), (["verify", "--journal", os.path.join(work, "nowhere.db")], "cannot open"), (["dance", "--journal", "x"], "has no dance"),
                       (["show", "0", "--journal", os.path.join(work, "j.db")], "no number"), (["show", "99999", "--journal", os.path.join(work, "j.db")], "no record 99999"),
                       (["list", "--kind", "song", "--journal", os.path.join(work, "j.db")], "no records of kind"), (["erase", "1", "--journal", os.path.join(work, "j.db")], "--reason"),
                       (["list", "--since", "soon", "--journal", os.path.join(work, "j.db")], "is no day")):
        status, out, err = run("journal", *args)
        ok(status == 2 and what in err and not out, "strait journal %s" % " ".join(args[:2]).replace(work, ""), (status, out, err))
    ok(not os.path.exists(os.path.join(work, "nowhere.db")), "looking makes no journal")
    status, out, err = run("screen", "-i", index, "--journal", "mysql://u:secret@h/d", "X Y")
    ok(status == 2 and not out, "an unknown database", err)
    status, out, err = run("screen", "-i", index, "--journal", "postgres://u:secret@/d?host=/nonexistent", "X Y")
    ok(status == 4 and not out and "secret" not in err, "no answer without its record, no password in the complaint", (status, out, err))
    status, out, err = run("screen", "-i", index, "--journal", os.path.join(work, "no", "folder.db"), "X Y")
    ok(status in (2, 4) and not out, "a folder that is not there", err)
    status, out, err = run("screen", "-i", index, "--actor", "ann", "X Y")
    ok(status == 2 and not out, "an actor without a journal", err)
    status, out, _ = run("journal", "--help")
    ok(status == 0 and all(v in out for v in ("verify", "replay", "decide", "export", "erase", "checkpoint")), "--help names what it can do")


def main():
    with folder() as work:
        index, j, mark = os.path.join(work, "sample.stx"), os.path.join(work, "j.db"), os.path.join(work, "mark.jsonl")
        run("build", "-o", index, *SAMPLES)
        keep_everything(index, j)
        other_index(index, work, j)
        unequal(index, work, j)
        alert = decisions(j)
        status, out, err = journal(j, "checkpoint", "--actor", "head")
        with open(mark, "w", encoding="utf-8") as f:
            f.write(out)
        ok(status == 0 and journal(j, "verify", "--checkpoint", mark)[0] == 0, "a checkpoint is met", err)
        exports(work, j, alert)
        package(work, j, alert, mark)
        erasure(work, index, j, alert, mark)
        wrong_calls(work, index)
        odd_rows(index, work)
        killed(index, work)
    done()


main()
