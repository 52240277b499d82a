#!/usr/bin/env python3
"""Where the tests find the binary and the shared data, and how they report: TAP lines on stdout. Not a test itself: prints one line when run."""
import os, subprocess, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SHARED = os.environ.get("STRAIT_SHARED") or os.path.join(os.path.dirname(ROOT), "shared")
RELEASE = os.path.join(ROOT, sys.argv[1] if len(sys.argv) > 1 else "build/release", "strait")
ASAN = os.path.join(ROOT, sys.argv[2] if len(sys.argv) > 2 else "build/asan", "strait")
count = 0
failed = 0


def ok(good, name, detail=""):
    """One TAP line; the detail goes behind it as a comment when it failed."""
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}")
    if not good and detail:
        for line in str(detail).splitlines()[:20]:
            print(f"#   {line}")
    sys.stdout.flush()
    return good


def skip(name, why):
    global count
    count += 1
    print(f"ok {count} - {name} # SKIP {why}")


def run(*args, binary=None, timeout=300, env=None, stdin=None):
    """Runs strait; returns (status, stdout, stderr) as text."""
    e = dict(os.environ, **(env or {}))
    p = subprocess.run([binary or RELEASE, *map(str, args)], capture_output=True, timeout=timeout, env=e, input=stdin)
    return p.returncode, p.stdout.decode("utf-8", "replace"), p.stderr.decode("utf-8", "replace")


def folder():
    return tempfile.TemporaryDirectory(prefix="strait-test-")


def sample_index(work):
    """The index of the embedded sample's lists, in the folder `work`."""
    index, sample = os.path.join(work, "sample.stx"), os.path.join("data", "sample")
    os.chdir(ROOT)
    lists = [os.path.join(sample, f) for f in sorted(os.listdir(sample)) if f.startswith("sample_") and f.endswith(".csv")]
    status, _, err = run("build", "-q", "-o", index, *lists)
    ok(status == 0, "the index of the sample is built", err)
    return index


def current_lists():
    """The files of lists/CURRENT.tsv, with the alias and address files that its note gives to the SDN list. Empty without the shared data."""
    base = os.path.join(SHARED, "lists")
    out = []
    try:
        with open(os.path.join(base, "CURRENT.tsv"), encoding="utf-8") as f:
            for line in f:
                cells = line.rstrip("\n").split("\t")
                if line.startswith("#") or len(cells) < 3:
                    continue
                out.append(os.path.join(base, cells[2]))
                if cells[1] == "SDN":
                    out += [os.path.join(base, "us_ofac/legacy_2025-02", n) for n in ("alt.csv", "add.csv")]
    except FileNotFoundError:
        pass
    return out


def done():
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    ok(os.path.isdir(ROOT), "helpers of the script tests load")
