#!/usr/bin/env python3
"""What every command owes its caller: an output that could not be written is a failure, a wrong word is told, nothing foreign reaches the terminal
raw, and what stands at an output's path is no device that gets replaced."""
import json, os, signal, stat, subprocess, time
import shared
from shared import ok, run

OLD = ('{"id":"A-1","type":"person","name":["Petra Samplova"],"nationality":["RU"]}\n'
       '{"id":"B-2","type":"vessel","name":["Blue\\u009b31m Heron\\u001b[2J"]}\n')
NEW = ('{"id":"A-1","type":"organisation","name":["Petra Samplova"],"nationality":["PA"]}\n'
       '{"id":"C-3","type":"person","name":["Ali Examplah"]}\n')


def built(folder, name, text):
    source, index = os.path.join(folder, "own.jsonl"), os.path.join(folder, name)
    with open(source, "w", encoding="utf-8") as f:
        f.write(text)
    status, _, err = run("build", "-q", "-o", index, "strait-json:" + source)
    ok(status == 0, f"{name} is built", err)
    return index


def lost_outputs(old, new, rows):
    calls = [["--help"], ["--version"], ["help", "screen"], ["screen", "--help"], ["info", old], ["info", old, "--all"], ["info", old, "--party", "A-1"],
             ["diff", old, new], ["screen", "-i", old, "Petra Samplova"], ["screen", "-i", old, "--in", rows]]
    wrong = []
    for call in calls:
        with open("/dev/full", "w") as full:
            p = subprocess.run([shared.RELEASE, *call], stdout=full, stderr=subprocess.PIPE, text=True)
        if p.returncode != 4 or p.stderr.count("cannot write the output") != 1:
            wrong.append(f"{call}: {p.returncode} {p.stderr}")
    ok(not wrong, "a full disk behind the standard output: status 4, said once", "\n".join(wrong))
    p = subprocess.run(["sh", "-c", f"'{shared.RELEASE}' info '{old}' --all >&-"], capture_output=True, text=True)
    ok(p.returncode == 4, "a closed standard output: status 4", f"{p.returncode} {p.stderr}")


def wrong_words(old, new):
    status, out, err = run("info", old, "--all", "--list", "nowhere")
    ok(status == 2 and out == "" and "no list nowhere" in err, "a list that is not there is told, not answered with nothing", err)
    status, out, err = run("info", old, "--party", "A-1", "--list", "nowhere")
    ok(status == 2 and "no list nowhere" in err, "the same for one record", err)
    status, out, err = run("info", old, "--json", "--messages", "--text", "--list", "strait", "--all", "--party", "A-1", "--nonsense")
    ok(status == 2 and "--nonsense" in err, "a wrong option behind many others is seen", f"{status} {err}")
    status, out, err = run("diff", old, new, old, new)
    ok(status == 2 and "4 given" in err, "too many arguments are counted", err)


def special_files(folder, rows, old):
    fifo = os.path.join(folder, "pipe")
    os.mkfifo(fifo)
    for call in (["build", "-q", "-o", fifo, "strait-json:" + os.path.join(folder, "own.jsonl")], ["screen", "-i", old, "--in", rows, "--out", fifo], ["screen", "-i", old, "--out", fifo, "Petra Samplova"]):
        status, _, err = run(*call)
        ok(status == 2 and "not a regular file" in err and stat.S_ISFIFO(os.stat(fifo).st_mode), f"{call[0]} does not put a file in a pipe's place", err)
    status, _, err = run("screen", "-i", old, "--in", rows, "--out", folder)
    ok(status == 2 and "this is a folder" in err, "an output that is a folder is told before any work", err)
    secret = os.path.join(folder, "hits.jsonl")
    p = subprocess.run(["sh", "-c", f"umask 077; '{shared.RELEASE}' screen -i '{old}' --in '{rows}' --out '{secret}'"], capture_output=True, text=True)
    ok(p.returncode == 0 and stat.S_IMODE(os.stat(secret).st_mode) == 0o600, "answers about customers are as closed as the umask wants", p.stderr)


def customer_files(folder, old):
    """Files that cannot be what they seem are refused or told, not answered with nobody."""
    path = os.path.join(folder, "foreign")
    for name, text, status, word in (("UTF-16", "name\nPetra Samplova\n".encode("utf-16"), 3, "iconv -f UTF-16"),
                                     ("a JSON array", b'[{"name":"Petra Samplova"}]', 3, "jq -c '.[]'"),
                                     ("no column that is understood", b"kunde;geboren\nPetra Samplova;1961\n", 3, "columns that are understood"),
                                     ("one row in another encoding", "name;x\nPetra Samplova;é\nPetra;x\n".encode("cp1252"), 0, "note: 1 rows are not UTF-8")):
        with open(path, "wb") as f:
            f.write(text)
        got, out, err = run("screen", "-i", old, "--in", path)
        ok(got == status and word in err and (status == 0 or out == ""), f"customers: {name}", f"{got} {err}")


def stopped(folder, old):
    """Ctrl-C and kill end a batch in order: nothing about customers stays behind."""
    many, out = os.path.join(folder, "many.csv"), os.path.join(folder, "stopped.jsonl")
    with open(many, "w", encoding="utf-8") as f:
        f.write("name\n" + "Petra Samplova\n" * 3000000)
    for number in (signal.SIGINT, signal.SIGTERM):
        p = subprocess.Popen([shared.RELEASE, "screen", "-i", old, "--in", many, "--out", out], stderr=subprocess.PIPE, text=True)
        while p.poll() is None and not [n for n in os.listdir(folder) if n.startswith("stopped.jsonl.tmp-")]:
            time.sleep(0.01)
        time.sleep(0.1)
        p.send_signal(number)
        err = p.communicate()[1]
        left = [n for n in os.listdir(folder) if n.startswith("stopped")]
        ok(p.returncode == 4 and "stopped after" in err and not left, f"{signal.Signals(number).name}: status 4, no file is left", f"{p.returncode} {err} {left}")


def changes(old, new):
    status, out, _ = run("diff", old, new)
    change = {c["id"]: c for c in map(json.loads, out.splitlines())}
    ok(status == 1 and sorted((c["change"], i) for i, c in change.items()) == [("added", "C-3"), ("changed", "A-1"), ("removed", "B-2")],
       "diff: one line for each change", out)
    a = change.get("A-1", {})
    ok((a.get("type_before"), a.get("type"), a.get("removed"), a.get("added")) == ("person", "organisation", ["nationality: RU"], ["nationality: PA"]),
       "diff: what a party was and is, its kind too", a)
    status, out, _ = run("diff", old, new, "--summary", "--json")
    ok(status == 1 and json.loads(out) == {"added": 1, "removed": 1, "changed": 1}, "diff: the numbers as JSON", out)
    status, out, _ = run("diff", old, old)
    ok(status == 0 and out == "", "diff: nothing changed", out)


def clean_text(old, new):
    for call in (["info", old, "--party", "B-2", "--text"], ["diff", old, new, "--text"], ["screen", "-i", old, "--text", "Blue Heron", "--threshold", "0.3"]):
        status, out, err = run(*call)
        raw = [c for c in out if (c < " " and c != "\n") or "\x7f" <= c < "\xa0"]
        ok("Heron" in out and not raw, f"{call[0]}: no control characters in words for people", f"{raw} {err}")


with shared.folder() as tmp:
    before, after = built(tmp, "old.stx", OLD), built(tmp, "new.stx", NEW)
    customers = os.path.join(tmp, "customers.csv")
    with open(customers, "w", encoding="utf-8") as rows_file:
        rows_file.write("name\n" + "Petra Samplova\n" * 3)
    lost_outputs(before, after, customers)
    wrong_words(before, after)
    special_files(tmp, customers, before)
    customer_files(tmp, before)
    stopped(tmp, before)
    changes(before, after)
    clean_text(before, after)
shared.done()
