#!/usr/bin/env python3
"""Killed builds and repeated builds. Whenever a build is killed the index at the output path is the old one whole or the new one whole, what the dead
leave behind disturbs nobody, and the same files give the same bytes whatever the order, the folder or the time."""
import glob, os, random, shutil, signal, subprocess, time
import shared
from shared import ASAN, RELEASE, ROOT, ok, run

SAMPLE = sorted(glob.glob(os.path.join(ROOT, "data", "sample", "sample_*.csv")))


def read(path):
    with open(path, "rb") as f:
        return f.read()


def many(path, parties):
    """A list that takes long enough to be killed while it is written."""
    with open(path, "w", encoding="utf-8") as f:
        f.write("<?xml version='1.0'?><CONSOLIDATED_LIST dateGenerated='2026-01-02T00:00:00Z'><INDIVIDUALS>")
        for i in range(parties):
            f.write(f"<INDIVIDUAL><DATAID>{i}</DATAID><FIRST_NAME>SAMPLE{i * 7919 % 100003}</FIRST_NAME><SECOND_NAME>PERSON {i}</SECOND_NAME>"
                    f"<REFERENCE_NUMBER>QDi.{i}</REFERENCE_NUMBER><COMMENTS1>Text {i * 31} of one's own.</COMMENTS1></INDIVIDUAL>")
        f.write("</INDIVIDUALS></CONSOLIDATED_LIST>\n")


def killed(folder, title, binary, old_files, new_files, rounds, seed):
    """Kills builds of new_files over an index of old_files at random moments; counts what stood there afterwards."""
    out = os.path.join(folder, "index.stx")
    indexes = []
    for files in (new_files, old_files):
        status, _, err = run("build", "-q", "-o", out, *files, binary=binary)
        if status:
            return ok(False, title, err)
        indexes.append(read(out))
    new, old = indexes
    begin = time.monotonic()
    run("build", "-q", "-o", os.path.join(folder, "time.stx"), *new_files, binary=binary)
    took = time.monotonic() - begin
    rng, seen, wrong, dead = random.Random(seed), {"old": 0, "new": 0}, [], 0
    for i in range(rounds):
        p = subprocess.Popen([binary, "build", "-q", "-o", out, *new_files], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rng.random() * took * 1.1)
        p.send_signal(signal.SIGKILL)
        dead += p.wait() == -signal.SIGKILL
        now = read(out)
        which = "new" if now == new else "old" if now == old else None
        if which is None:
            wrong.append(f"round {i}: {len(now)} bytes that are neither index")
            break
        seen[which] += 1
        if i % 10 == 0 and run("info", out, "--json", binary=RELEASE)[0] != 0:
            wrong.append(f"round {i}: strait info refuses the index")
        if which == "new":
            with open(out, "wb") as f:
                f.write(old)
    left = glob.glob(out + ".tmp-*")
    ok(not wrong and dead > rounds // 4, f"{title}: {rounds} builds killed, the index is whole each time", f"{wrong} {seen}, {dead} died")
    print(f"# {title}: {dead} of {rounds} died; old index {seen['old']} times, new one {seen['new']} times, {len(left)} temporary files were left")
    status, _, err = run("build", "-q", "-o", out, *new_files, binary=binary)
    ok(status == 0 and read(out) == new, f"{title}: what the dead left behind does not disturb the next build", err)
    for p in left:
        os.remove(p)
    return None


def kills(folder):
    work = os.path.join(folder, "kill")
    os.mkdir(work)
    big = os.path.join(work, "many.xml")
    many(big, 30000)
    killed(work, "sample", RELEASE, SAMPLE[:2], SAMPLE, 50, 1)
    killed(work, "30,000 parties", RELEASE, SAMPLE[:2], [big], 20, 2)
    killed(work, "sample under AddressSanitizer", ASAN, SAMPLE[:2], SAMPLE, 10, 3)


def leftovers(folder):
    """The index in the folder of its own lists, where a killed build has left half a file."""
    lists = os.path.join(folder, "lists")
    os.mkdir(lists)
    for p in SAMPLE:
        shutil.copy(p, lists)
    out = os.path.join(lists, "today.stx")
    status, _, err = run("build", "-q", "-o", out, lists)
    if not ok(status == 0, "an index may lie among its lists", err):
        return
    was = read(out)
    with open(out + ".tmp-A1b2C3", "wb") as f:
        f.write(was[:len(was) // 2])
    status, _, err = run("build", "-q", "-o", out, lists)
    ok(status == 0 and read(out) == was, "neither it nor the half of one is read as a list", err)


def refused_places(folder):
    """A build that cannot write says so and leaves everything as it is."""
    full = "/dev/full"
    status, _, err = run("build", "-q", "-o", os.path.join(folder, "x" * 300), SAMPLE[0])
    ok(status == 4 and "File name too long" in err, "a name that the file system does not take", err)
    if os.path.exists(full):
        status, _, err = run("build", "-q", "-o", "/proc/strait.stx", SAMPLE[0])
        ok(status == 4 and "/proc/strait.stx" in err and "the old file was left as it was" in err, "a folder that takes no files", err)
    out = os.path.join(folder, "limit.stx")
    with open(out, "wb") as f:
        f.write(b"old")
    big = os.path.join(folder, "big.xml")
    many(big, 5000)
    script = f"ulimit -f 64; trap '' XFSZ; exec '{RELEASE}' build -q -o '{out}' '{big}'"
    p = subprocess.run(["bash", "-c", script], capture_output=True, text=True)
    ok(p.returncode == 4 and "File too large" in p.stderr and read(out) == b"old" and not glob.glob(out + ".tmp-*"),
       "a file that may not grow: the old one stays, nothing is left", f"{p.returncode} {p.stderr}")


def same_bytes(folder):
    copy = os.path.join(folder, "copy")
    shutil.copytree(os.path.join(ROOT, "data", "sample"), os.path.join(copy, "data", "sample"))
    names = [os.path.relpath(p, ROOT) for p in SAMPLE]
    extra = [os.path.join("test", "corpus", "ofac_csv", n) for n in ("sdn.csv", "alt.csv", "add.csv", "comments.csv")]
    extra += [os.path.join("test", "corpus", n) for n in ("un/consolidated.xml", "eu/fsf.xml", "uk/uksl.xml", "uk/conlist29.csv")]
    for p in extra:
        os.makedirs(os.path.join(copy, os.path.dirname(p)), exist_ok=True)
        shutil.copy(os.path.join(ROOT, p), os.path.join(copy, p))

    def built(cwd, files, binary=RELEASE, env=None):
        out = os.path.join(folder, "same.stx")
        p = subprocess.run([binary, "build", "-q", "-o", out, *files], cwd=cwd, capture_output=True, text=True, env=dict(os.environ, **(env or {})))
        return read(out) if p.returncode == 0 else p.stderr.encode()

    first = built(ROOT, names + extra)
    ok(len(first) > 10000 and built(ROOT, names + extra) == first, "built twice: the same bytes", first[:300])
    rng, wrong = random.Random(4), 0
    for _ in range(6):
        files = names + extra
        rng.shuffle(files)
        wrong += built(ROOT, files) != first
    ok(wrong == 0, "arguments in any order: the same bytes", f"{wrong} of 6 differ")
    ok(built(copy, names + extra) == first, "from another folder with the same names: the same bytes")
    ok(built(ROOT, names + extra, env={"LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Tokyo", "LANG": "C"}) == first, "in another locale and time zone: the same bytes")
    ok(built(ROOT, names + extra, binary=ASAN) == first, "from another compilation: the same bytes")


def main():
    with shared.folder() as folder:
        kills(folder)
        leftovers(folder)
        refused_places(folder)
        same_bytes(folder)
    shared.done()


if __name__ == "__main__":
    main()
