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


def done():
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    ok(os.path.isdir(ROOT), "helpers of the script tests load")
