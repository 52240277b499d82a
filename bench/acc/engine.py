"""strait as a user meets it: the binary, called with files. Nothing here knows how a score is made.

A Lab holds the binary, the folder of shared data, a scratch folder, and the indexes built so far. Rows are dicts of the columns that `strait screen
--help` names; answers come back in the order of the rows.
"""
import csv, json, os, re, subprocess, sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SHARED = os.environ.get("STRAIT_SHARED") or os.path.join(os.path.dirname(ROOT), "shared")

# What labelled sets call a kind, and what strait calls it. A legal entity may be a person or a company: no kind is asked.
KIND = {"person": "person", "company": "organisation", "organization": "organisation", "organisation": "organisation", "legalentity": "", "vessel": "vessel"}


class Skip(Exception):
    """Raised by a part that cannot be measured here; its text says why."""


class Lab:
    def __init__(self, binary, tmp, queries=10000, seed=20261124):
        self.binary, self.tmp, self.queries, self.seed = binary, tmp, queries, seed
        self.indexes, self.helps, self.count = {}, {}, 0

    # ---- the binary ------------------------------------------------------------------------------------------------------------------------

    def run(self, *args, good=(0, 1)):
        p = subprocess.run([self.binary, *map(str, args)], capture_output=True)
        if p.returncode not in good:
            sys.exit(f"strait {' '.join(map(str, args))}: status {p.returncode}: {p.stderr.decode('utf-8', 'replace')[:2000]}")
        return p.stdout.decode("utf-8", "replace")

    def help(self, command):
        if command not in self.helps:
            p = subprocess.run([self.binary, command, "--help"], capture_output=True, text=True)
            self.helps[command] = p.stdout if p.returncode == 0 else ""
        return self.helps[command]

    def has(self, command, option=""):
        """Does the binary know the command, and the option of it?"""
        return bool(self.help(command)) and option in self.help(command)

    def need(self, command, option=""):
        if not self.has(command, option):
            raise Skip(f"this binary has no strait {command} {option}".rstrip())

    def threshold(self):
        """The default threshold of screening, as its help states it."""
        found = re.search(r"--threshold X[^(]*\(([01]\.\d+)\)", self.help("screen"), re.S)
        if not found:
            sys.exit("strait screen --help no longer states its default threshold")
        return float(found.group(1))

    def scratch(self, ending):
        self.count += 1
        return os.path.join(self.tmp, f"{self.count}{ending}")

    # ---- files -----------------------------------------------------------------------------------------------------------------------------

    def shared(self, path):
        """A file of the shared data; the part is skipped when it is not there."""
        full = os.path.join(SHARED, path)
        if not os.path.exists(full):
            raise Skip(f"no {path} beside the repository (STRAIT_SHARED)")
        return full

    def current(self, publishers=None, annexes=True):
        """The files of lists/CURRENT.tsv, of some publishers or all; OFAC's alias and address files belong to its SDN list."""
        out, base = [], os.path.join(SHARED, "lists")
        with open(self.shared("lists/CURRENT.tsv"), encoding="utf-8") as f:
            for cells in (line.rstrip("\n").split("\t") for line in f if not line.startswith("#")):
                if len(cells) < 3 or (publishers and cells[0] not in publishers) or (not annexes and "annexes" in cells[1]):
                    continue
                out.append(os.path.join(base, cells[2]))
                if cells[1] == "SDN":
                    out += [os.path.join(base, "us_ofac/legacy_2025-02", n) for n in ("alt.csv", "add.csv")]
        return out

    def table(self, rows, head=()):
        """Writes rows as CSV below lines of their own; the path."""
        path = self.scratch(".csv")
        columns = list(dict.fromkeys(k for r in rows for k in r))
        with open(path, "w", newline="", encoding="utf-8") as f:
            f.writelines(line + "\n" for line in head)
            w = csv.DictWriter(f, columns, restval="")
            w.writeheader()
            w.writerows(rows)
        return path

    # ---- commands --------------------------------------------------------------------------------------------------------------------------

    def build(self, files):
        """The index over list files; the same files are built once."""
        key = tuple(files)
        if key not in self.indexes:
            path = self.scratch(".stx")
            self.run("build", "-q", "-o", path, *files)
            self.indexes[key] = path
        return self.indexes[key]

    def index_of(self, rows, name="own"):
        """An index over rows of strait's own list format (doc/LISTS.md)."""
        return self.build(["strait-csv:" + self.table(rows, [f"# list: {name}"])])

    def current_index(self):
        return self.build(self.current())

    def parties(self, index):
        """Every record of an index, as `strait info --all` prints it: what the lists say, without the matcher."""
        with subprocess.Popen([self.binary, "info", "--all", index], stdout=subprocess.PIPE) as p:
            for line in p.stdout:
                yield json.loads(line)

    def lines(self, index, rows, *options):
        """The answers to a file of customers as text, one line a row."""
        path, out = self.table(rows), self.scratch(".jsonl")
        self.run("screen", "-i", index, "--in", path, "--out", out, *options, good=(0, 1, 3))   # 3: some row was not answered, and its line says so
        n = 0
        with open(out, encoding="utf-8") as f:
            for n, line in enumerate(f, 1):
                yield line
        if n != len(rows):
            sys.exit(f"strait screen gave {n} answers to {len(rows)} rows")
        os.remove(path)
        os.remove(out)

    def screen(self, index, rows, *options):
        """For each row its hits, best first, without their reasons. All hits, not the first 20, unless the options say otherwise."""
        options = options if "--limit" in options else (*options, "--limit", 0)
        return [[{k: h[k] for k in ("id", "list", "score", "matched")} for h in json.loads(line).get("hits", [])] for line in self.lines(index, rows, *options)]

    def compare(self, rows, *options):
        """rows with type, name1, name2: for each (score, match at the default threshold)."""
        self.need("compare")
        out = self.scratch(".csv")
        self.run("compare", "--in", self.table(rows), "--out", out, *options)
        with open(out, encoding="utf-8", newline="") as f:
            answers = [(float(r["score"]), r["match"] == "true") for r in csv.DictReader(f)]
        if len(answers) != len(rows):
            sys.exit(f"strait compare gave {len(answers)} answers to {len(rows)} rows")
        return answers


def values(record, *keys):
    """The texts of some properties of a record that info printed: each is a text, an object with a value, or a list of both."""
    out = []
    for k in keys:
        v = record.get(k, [])
        for x in v if isinstance(v, list) else [v]:
            text = x["value"] if isinstance(x, dict) else x
            if text:
                out.append(text)
    return out


def names(record):
    return values(record, "name", "alias", "weak_alias", "former_name", "original_name")
