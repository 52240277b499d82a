#!/usr/bin/env python3
"""Verifies this evidence package without strait and without a network: python3 verify.py [--checkpoint FILE]

Looks at, and says the first thing that does not fit:
  files        MANIFEST names every file with its SHA-256
  records      the personal part of each record matches its commitment, the record its hash, the hash its place in the chain
  chain        from the first record of this package to checkpoint.json, over the hashes of the records in between
  entries      each list entry that a record shows is here, and its version is the SHA-256 of its text
  rules        the rule files have the hash that the checks name, where they are here
FILE holds checkpoints that were given out earlier and kept elsewhere (strait journal checkpoint), one a line: then the chain is proved to be the one of that day.
Exit status 0: everything fits. 1: something does not. The format is doc/JOURNAL.md of strait; this file needs Python 3.6 and its standard library."""
import hashlib, json, os, sys

HERE = os.path.dirname(os.path.abspath(__file__))
FORMAT = b"strait journal 1"


class Broken(Exception):
    pass


def digest(*fields):
    """SHA-256 over the fields, each behind its length as eight bytes, the highest first."""
    h = hashlib.sha256()
    for f in fields:
        f = f if isinstance(f, bytes) else f.encode("utf-8")
        h.update(len(f).to_bytes(8, "big") + f)
    return h.digest()


def body(r):
    return digest(FORMAT, str(r["sequence"]), str(r["time"]), r["kind"], r["actor"], r["engine"], r["index"], r["rules"], r["parameters"], str(r["about"]),
                  bytes.fromhex(r["commitment"]))


def lines(name):
    with open(os.path.join(HERE, name), encoding="utf-8", newline="\n") as f:
        return [json.loads(line) for line in f if line.strip()]


def check_files():
    named = set()
    with open(os.path.join(HERE, "MANIFEST"), encoding="utf-8") as f:
        for line in f:
            want, name = line.rstrip("\n").split("  ", 1)
            path = os.path.join(HERE, name)
            if os.path.isabs(name) or ".." in name.split("/") or not os.path.isfile(path):
                raise Broken("MANIFEST names %s, which is not here" % name)
            with open(path, "rb") as g:
                if hashlib.sha256(g.read()).hexdigest() != want:
                    raise Broken("%s is not the file that MANIFEST names" % name)
            named.add(name)
    for folder, _, names in os.walk(HERE):
        for n in names:
            name = os.path.relpath(os.path.join(folder, n), HERE).replace(os.sep, "/")
            if name not in named and name != "MANIFEST" and "__pycache__" not in name:
                raise Broken("%s is not in MANIFEST" % name)
    return len(named)


def check_record(r):
    if not r.get("erased"):
        own = digest(FORMAT, bytes.fromhex(r["salt"]), r["subject"], r["input"], r["result"], r["entries"])
        if own.hex() != r["commitment"]:
            raise Broken("record %d: the personal part (subject, input, result, entries) is not what was recorded" % r["sequence"])
    if digest(FORMAT, bytes.fromhex(r["previous"]), body(r)).hex() != r["hash"]:
        raise Broken("record %d is not what was hashed when it was written" % r["sequence"])


def check_chain(records, marks):
    """Walks chain.txt: a line for each record from the first of the package on, with its number and the hash of its public part."""
    with open(os.path.join(HERE, "checkpoint.json"), encoding="utf-8") as f:
        end = json.load(f)
    at = {r["sequence"]: r for r in records}
    met = 0
    hash_, seq = bytes.fromhex(records[0]["previous"]), records[0]["sequence"] - 1
    with open(os.path.join(HERE, "chain.txt"), encoding="ascii") as f:
        for line in f:
            number, hex_ = line.split()
            if int(number) != seq + 1:
                raise Broken("chain.txt: record %d is missing" % (seq + 1))
            seq += 1
            if seq in at:
                r = at.pop(seq)
                if r["previous"] != hash_.hex():
                    raise Broken("record %d does not link to the one before it" % seq)
                if body(r).hex() != hex_:
                    raise Broken("record %d is not the one of the chain" % seq)
            hash_ = digest(FORMAT, hash_, bytes.fromhex(hex_))
            for m in marks + [end]:
                if m["sequence"] == seq:
                    met += 1
                    if m["journal"] != end["journal"] or m["hash"] != hash_.hex():
                        raise Broken("record %d has another hash than its checkpoint" % seq)
    if at:
        raise Broken("record %d is not in the chain" % min(at))
    if end["sequence"] != seq:
        raise Broken("the chain ends at record %d, and checkpoint.json says %d" % (seq, end["sequence"]))
    for m in marks:
        if m["sequence"] > seq:
            raise Broken("the checkpoint shows record %d, and this package was made at record %d" % (m["sequence"], seq))
    return seq, met - 1


def check_entries(records):
    have = {}
    for e in lines("entries.jsonl"):
        if hashlib.sha256(e["body"].encode("utf-8")).hexdigest() != e["version"]:
            raise Broken("the list entry %s:%s is not what its version says" % (e["list"], e["id"]))
        have[e["version"]] = json.loads(e["body"])
    for r in records:
        for e in json.loads(r["entries"] or "[]") if not r.get("erased") else []:
            found = have.get(e["version"])
            if not found or found["list"] != e["list"] or found["id"] != e["id"]:
                raise Broken("record %d shows the list entry %s:%s, which is not here in that version" % (r["sequence"], e["list"], e["id"]))
    return len(have)


def check_rules(records):
    need = {r["rules"] for r in records if r["rules"]}
    root = os.path.join(HERE, "rules")
    if not os.path.isdir(root):
        return "the rules are not in this package: %s" % ", ".join(sorted(need)) if need else "no rules were applied"
    names = [os.path.relpath(os.path.join(d, n), root).replace(os.sep, "/") for d, _, files in os.walk(root) for n in files]
    h = hashlib.sha256()
    for name in sorted(names, key=lambda n: n.encode("utf-8")):
        with open(os.path.join(root, name), "rb") as f:
            text = f.read()
        h.update(("%s %d\n" % (name, len(text))).encode("utf-8") + text)
    if h.hexdigest() not in need:
        raise Broken("the rule files have the hash %s, which no check names" % h.hexdigest())
    others = need - {h.hexdigest()}
    return "%d rule files with the hash %s%s" % (len(names), h.hexdigest(), "; not here: " + ", ".join(sorted(others)) if others else "")


def main(args):
    marks = []
    if len(args) == 2 and args[0] == "--checkpoint":
        with open(args[1], encoding="utf-8") as f:
            marks = [json.loads(line) for line in f if line.strip()]
    elif args:
        print(__doc__)
        return 2
    try:
        files = check_files()
        records = lines("records.jsonl")
        if not records:
            raise Broken("there is no record")
        for r in records:
            check_record(r)
        end, met = check_chain(records, marks)
        entries = check_entries(records)
        rules = check_rules(records)
    except Broken as e:
        print("BROKEN: %s" % e)
        return 1
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as e:
        print("BROKEN: a file is missing or damaged: %s: %s" % (type(e).__name__, e))
        return 1
    print("whole: %d files, %d records (%d erased by order), %d list entries; %s" % (files, len(records), sum(1 for r in records if r.get("erased")), entries, rules))
    print("chain: record %d to %d, %d of %d checkpoints met" % (records[0]["sequence"], end, met, len(marks)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
