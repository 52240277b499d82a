"""Nothing in a source file is dropped in silence: every value of the real lists against the facts that the index has of its record.

An independent parse (lib/source_values.py) gives each text, attribute and cell; lib/kept.py asks whether the record's facts say it, whole or in
parts. What is left out on purpose stands in LEFT_OUT with its reason; anything else that is missing fails.
With arguments after the build folders, "FILE..." reports on these files alone, column by column."""
import collections
import fnmatch
import json
import os
import sys
import shared

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
sys.dont_write_bytecode = True
import kept  # noqa: E402
import left_out  # noqa: E402
import source_values  # noqa: E402

SAMPLE = int(os.environ.get("STRAIT_RECORDS", 400))   # records of a file that are compared, spread over the file
SHARE = 1000      # at most one in so many values of a column may be beyond what this comparison understands


class Column:
    def __init__(self):
        self.n, self.lost, self.examples = 0, 0, []


def records_of(path):
    out = collections.OrderedDict()
    for record, column, value in source_values.values(path):
        out.setdefault(record, []).append((column, value))
    outside = out.pop(None, [])
    step = max(1, len(out) // SAMPLE)
    return outside, list(out.values())[::step]


def added(report, record, cells):
    """The other direction: what the index says and the record does not."""
    for prop, text, words in kept.unsaid(record, [v for _, v in cells]):
        c = report["index: " + prop]
        c.lost += 1
        c.examples.append((text, " ".join(words[:8]), record.id))
    for prop, quals in record.facts:
        report["index: " + prop].n += prop in kept.SAID


def compare(parties, path, exempt, whole):
    """{column: Column} of a file; columns for which exempt(column) holds are not looked at. whole: a record of the file is a whole party."""
    index = kept.Index(parties)
    outside, records = records_of(path)
    report = collections.defaultdict(Column)
    for column, value in outside:
        if exempt("^" + column):
            continue
        c = report["^" + column]
        c.n += 1
        if not index.anywhere(value):
            c.lost += 1
            c.examples.append((value, "", ""))
    for cells in records:
        every = cells
        cells = [(c, v) for c, v in cells if not exempt(c)]
        lost, record = index.best([v for _, v in cells])
        for c, _ in cells:
            report[c].n += 1
        if whole and record and not lost:
            added(report, record, every)
        for i, words in lost.items():
            c = report[cells[i][0]]
            c.lost += 1
            c.examples.append((cells[i][1], " ".join(words[:8]), record.id if record else "no record"))
    return report


def look(tmp, path, rules):
    """The report of one file, the format that read it, and what went wrong in between."""
    index = os.path.join(tmp, "one.stx")
    status, _, err = shared.run("build", "-q", "--max-bad", "100", "-o", index, path)
    if status != 0:
        return None, err
    status, out, err = shared.run("info", index, "--all")
    if status != 0:
        return None, err
    patterns = [p for files, columns, _ in rules if any(fnmatch.fnmatch(path, "*/" + f) for f in files.split()) for p in columns.split("|")]
    exempt = lambda column: any(fnmatch.fnmatchcase(column, p) for p in patterns)
    whole = not any(fnmatch.fnmatch(path, "*/" + p) for p in left_out.ROWS)
    return compare(map(json.loads, out.splitlines()), path, exempt, whole), ""


def lines_of(report):
    for column, c in sorted(report.items(), key=lambda x: -x[1].lost):
        if c.lost:
            yield f"{column}: {c.lost} of {c.n}"
            for value, words, record in c.examples[:4]:
                yield f"    {value[:160]!r} lacks [{words[:80]}] in {record[:60]}"


def main():
    named = sys.argv[3:]
    base = os.path.join(shared.SHARED, "lists")
    files = named or [os.path.join(base, f) for f in left_out.FILES]
    if not named and not os.path.isdir(base):
        shared.skip("every value of the real lists is in the index", "no ../shared")
        return
    with shared.folder() as tmp:
        for path in files:
            report, err = look(tmp, path, left_out.RULES)
            if report is None:
                shared.ok(False, f"{os.path.relpath(path, base)} builds", err)
                continue
            if named:
                print("\n".join(lines_of(report)))
            bad = {k: c for k, c in report.items() if c.lost > c.n // SHARE}
            n = sum(c.n for c in report.values())
            shared.ok(not bad and n > 0, f"{os.path.relpath(path, base)}: {n} values of {len(report)} columns are in the index", "\n".join(lines_of(bad)))


if __name__ == "__main__":
    main()
    shared.done()
