#!/usr/bin/env python3
"""strait check on payment messages: each transaction of a file becomes a case with an answer; a damaged one is named with its element and loses no other; status and streams."""
import json, os
from shared import ASAN, RELEASE, ROOT, done, folder, ok, run, sample_index

DATA = os.path.join("test", "data", "messages")


def answers(out):
    return [json.loads(line) for line in out.splitlines()]


def main():
    os.chdir(ROOT)
    with folder() as work:
        index = sample_index(work)
        for binary, kind in ((RELEASE, "release"), (ASAN, "asan")):
            if not os.path.exists(binary):
                continue
            status, out, err = run("check", "-i", index, "--pacs008", os.path.join(DATA, "pacs008_batch.xml"), "--json", binary=binary)
            a = answers(out)
            ok([x["case"] for x in a] == ["7a562c67-ca16-48ba-b074-65581be6f001", "MSG-7#3"], f"{kind}: the sound transactions of a batch are answered", err)
            ok(status == 3 and "CdtTrfTxInf[2]/CdtrAgt/FinInstnId/BICFI: not a BIC: 'DEUT'" in err and "pacs008_batch.xml:46" in err, f"{kind}: the damaged one is named with its element and line", err)
            ok("NbOfTxs: says '4', the message has 3" in err and "2 cases" in err and "2 not answered" in err, f"{kind}: a batch that is shorter than it says is reported", err)
            # dollars from an address in Sevastopol, cleared by a bank that only its US routing number names
            crimea = {f["rule"] for f in a[1]["findings"] if f["verdict"] == "PROHIBITED"}
            ok(a[1]["verdict"] == "PROHIBITED" and any(r.startswith("US.EO13685") for r in crimea), f"{kind}: an address in Sevastopol meets the embargo", crimea)
            status, out, err = run("check", "-i", index, "--mt103", os.path.join(DATA, "mt202cov.fin"), binary=binary)
            a = answers(out)
            ok(status == 1 and len(a) == 1 and a[0]["verdict"] == "PROHIBITED" and "US.EO13685" in out, f"{kind}: a cover for parts for Crimea through a bank in New York is prohibited", err)
        status, out, err = run("check", "-i", index, "--mt103", os.path.join(DATA, "mt103.fin"))
        ok(status == 3 and len(answers(out)) == 2 and ":57A: not a BIC: 'BSPL'" in err and "MT940" in err, "SWIFT messages: two are answered, two reported", err)
        one = os.path.join(work, "one.jsonl")
        status, out, err = run("check", "-i", index, "--mt103", os.path.join(DATA, "mt202cov.fin"), "--out", one)
        ok(status == 1 and out == "" and len(answers(open(one, encoding="utf-8").read())) == 1, "--out writes the answers to a file", err)
        status, out, err = run("check", "-i", index, "--mt103", os.path.join(DATA, "mt202cov.fin"), "--text")
        ok(status == 1 and "5a562c67-ca16-48ba-b074-65581be6f003" in out and "PROHIBITED" in out, "--text says it in words", err)
        # what the message does not say can be added
        status, out, err = run("check", "-i", index, "--pacs008", os.path.join(DATA, "pacs004_return.xml"), "--set", "via=RU")
        ok(status in (0, 1) and len(answers(out)) == 1, "facts of the command line are added to each payment", err)
        status, out, err = run("check", "-i", index, "--pacs008", "a", "--mt103", "b")
        ok(status == 2 and "one of them" in err, "two files of two kinds are a wrong call", err)
        status, out, err = run("check", "-i", index, "--pacs008", os.path.join(DATA, "mt103.fin"))
        ok(status == 3 and "mt103.fin" in err, "a SWIFT message is no ISO 20022 message", err)
        status, out, err = run("check", "-i", index, "--mt103", os.path.join(DATA, "pacs004_return.xml"))
        ok(status == 3 and "no SWIFT message" in err, "and the other way round", err)
    done()


main()
