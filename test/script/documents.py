#!/usr/bin/env python3
"""What the README and doc/ print is what the program prints: every command of the tour is run as it stands there, the examples of list formats are
built, and the numbers of the sample are counted. Not compared are the hash and the size of an index and the figures of a score: they change with
every text table and weight."""
import csv, glob, json, os, re, shlex, subprocess
import shared
from shared import ok, ROOT


def text_of(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as f:
        return f.read()


def tour(readme):
    """(command, printed lines) of each command of the tour. What stands three blanks behind a command says what it does."""
    out = []
    for line in readme.split("## A tour", 1)[1].split("\n## ", 1)[0].split("\n"):
        if line.startswith("    $ "):
            out.append((re.split(r" {3,}", line[6:])[0], []))
        elif out and line.startswith("    "):
            out[-1][1].append(line[4:].rstrip())
        elif line.strip():
            continue
        elif out and out[-1][1]:
            out[-1][1].append("")
    return [(command, trimmed(lines)) for command, lines in out]


def trimmed(lines):
    figures = ((r"index [0-9a-f]{32}", "index HASH"), (r"\d+ names, (\d+) identifiers, [\d.]+ MB", r"N names, \1 identifiers, S MB"), (r"[+-]?\d+\.\d{4}\b", "F"),
               (r" +-?\d+\.\d bits", " B bits"), (r"\d+\.\d edits", "E edits"), (r"with \d+ names", "with N names"), (r"\bF +", "F "), (r" +F ", " F "))
    lines = [line.rstrip() for line in lines if not line.startswith("read ")]
    for pattern, instead in figures:
        lines = [re.sub(pattern, instead, line) for line in lines]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def run_tour(folder):
    os.symlink(os.path.join(ROOT, "data"), os.path.join(folder, "data"))
    commands = tour(text_of("README.md"))
    ok(len(commands) >= 6, "the tour is found in the README", commands)
    for command, printed in commands:
        words = shlex.split(command.replace("data/sample/sample_*.csv", " ".join(sorted(os.path.relpath(p, ROOT) for p in glob.glob(ROOT + "/data/sample/sample_*.csv")))))
        if words[1] == "diff":   # of two days, for which the demo index stands in
            words[2:4] = ["demo.stx", "demo.stx"]
        if words[1] in ("screen", "compare", "info", "diff", "check") and "--in" not in words:
            words.append("--text")
        p = subprocess.run([shared.RELEASE, *words[1:]], cwd=folder, capture_output=True, text=True)
        got = trimmed(p.stdout.split("\n"))
        if printed and printed[-1] == "...":   # the README shows how it begins
            printed, got = printed[:-1], got[:len(printed) - 1]
        good = p.returncode <= 1 and (got == printed if printed else p.returncode == (1 if "--imo" in words else 0))
        ok(good, "README: " + command, f"status {p.returncode} {p.stderr}\n" + "\n".join(got))


def list_examples(folder):
    """The examples of doc/LISTS.md are read without a complaint, and what strait prints of them is read again as the same."""
    for heading, name in (("## CSV: strait-csv", "house.csv"), ("## JSON lines: strait-json", "house.jsonl")):
        block = text_of("doc", "LISTS.md").split(heading + "\n\n", 1)[1].split("\n\n", 1)[0]
        path, index = os.path.join(folder, name), os.path.join(folder, name + ".stx")
        with open(path, "w", encoding="utf-8") as f:
            f.write("".join(line[4:] + "\n" for line in block.split("\n")))
        status, _, err = shared.run("build", "-q", "-o", index, path)
        info = json.loads(shared.run("info", index, "--json")[1]) if status == 0 else {"lists": [{}]}
        one = info["lists"][0]
        ok(status == 0 and one["list"] == "house_watch" and one["date"] == "2025-03-03" and one["bad"] == 0 and one["warnings"] == 0, f"doc/LISTS.md: {name}", f"{err} {one}")
        first = shared.run("info", index, "--all")[1]
        with open(path + "2.jsonl", "w", encoding="utf-8") as f:
            f.write(first)
        shared.run("build", "-q", "-o", index + "2", "strait-json:" + path + "2.jsonl")
        again = shared.run("info", index + "2", "--all")[1]
        ok(first != "" and first == again, f"doc/LISTS.md: {name} through strait info --all and back", f"{first}\n{again}")


def numbers():
    ids = set()
    for path in glob.glob(os.path.join(ROOT, "data/sample/sample_*.csv")):
        with open(path, encoding="utf-8") as f:
            ids |= {row["id"] for row in csv.DictReader(line for line in f if not line.startswith("#"))}
    said = re.search(r"data/sample is (\d+) real designated parties", text_of("README.md"))
    ok(said and int(said[1]) == len(ids), "README: parties of the sample", f"{said and said[1]}, counted {len(ids)}")
    named = {name for name in re.findall(r"\b[A-Z]{3,}\b", re.search(r"\n    doc/ .*", text_of("README.md"))[0])}
    there = {os.path.basename(p)[:-3] for p in glob.glob(os.path.join(ROOT, "doc/*.md"))}
    ok(named == there, "README: its map names every page of doc/", f"{named ^ there}")
    kinds = set(re.findall(r'REASON\(\w+,\s*"(\w+)"', text_of("src/match/reasons.def")))
    help_text = shared.run("screen", "--help")[1]
    ok(kinds and all(re.search(rf"^  {k} ", help_text, re.M) for k in kinds), "screen --help tells every kind of reason", kinds)


with shared.folder() as tmp:
    run_tour(tmp)
    list_examples(tmp)
numbers()
shared.done()
