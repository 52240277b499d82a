#!/usr/bin/env python3
"""Generated names for large indexes, from the parts of the lists at hand: names_synth.py N OUT.csv [SEED] [BINARY]

The real names are taken from all current lists when ../shared (STRAIT_SHARED) is there, else from the sample; bench/names_synth.c, built when it is
missing, recombines them and says how. The same lists and seed give the same file.
"""
import json, os, re, subprocess, sys, tempfile, unicodedata

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SHARED = os.environ.get("STRAIT_SHARED") or os.path.join(os.path.dirname(ROOT), "shared")


def sources():
    """Paths of list files; relations, dates and addresses of them do not matter here."""
    base, out = os.path.join(SHARED, "lists"), []
    try:
        with open(os.path.join(base, "CURRENT.tsv"), encoding="utf-8") as f:
            out = [os.path.join(base, line.split("\t")[2]) for line in f if not line.startswith("#") and line.count("\t") > 1]
    except FileNotFoundError:
        pass
    folder = os.path.join(ROOT, "data", "sample")
    return out or sorted(os.path.join(folder, f) for f in os.listdir(folder) if f.startswith("sample_") and f.endswith(".csv"))


def parts(binary, out):
    """Writes the names of people and organisations that are in Latin letters, as names_synth wants them."""
    with tempfile.TemporaryDirectory(prefix="strait-names-") as tmp:
        index = os.path.join(tmp, "x.stx")
        subprocess.run([binary, "build", "-q", "-o", index, *sources()], check=True)
        with subprocess.Popen([binary, "info", "--all", index], stdout=subprocess.PIPE) as p:
            for line in p.stdout:
                r = json.loads(line)
                if r.get("type") not in ("person", "organisation"):
                    continue
                for key in ("name", "alias", "former_name"):
                    for x in r.get(key, []):
                        plain = unicodedata.normalize("NFKD", x["value"] if isinstance(x, dict) else x).lower()
                        words = re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)).replace("'", "").replace("\u2019", ""))
                        if words and not any(ord(c) > 0x24f and c.isalpha() for c in plain):
                            out.write(("P " if r["type"] == "person" else "O ") + " ".join(words) + "\n")


def program(binary):
    """The generator beside the binary, built when it is missing or old."""
    variant = os.path.basename(os.path.dirname(os.path.abspath(binary)))
    path = os.path.join("build", variant if os.path.dirname(os.path.abspath(binary)).startswith(os.path.join(ROOT, "build")) else "release", "bench", "names_synth")
    subprocess.run(["make", "-s", "-C", ROOT, path], check=True, stdout=subprocess.DEVNULL)
    return os.path.join(ROOT, path)


def generate(binary, n, path, seed=20261124):
    with tempfile.TemporaryFile("w+", encoding="ascii") as real:
        parts(binary, real)
        real.seek(0)
        with open(path, "wb") as out:
            p = subprocess.run([program(binary), str(n), str(seed)], stdin=real, stdout=out, stderr=subprocess.PIPE, check=True)
    return p.stderr.decode().strip()


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    print(generate(sys.argv[4] if len(sys.argv) > 4 else os.path.join(ROOT, "build/release/strait"), int(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 20261124))
