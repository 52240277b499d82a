#!/usr/bin/env python3
"""strait owners: in words, as JSON and as a picture, over an index of a watch list and ownership files of our own and over a case without an index; and over
the public samples beside the repository when they are there."""
import json
import os
import sys
import xml.dom.minidom

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
from shared import SHARED, done, folder, ok, run, skip  # noqa: E402

WATCH = """# list: watch
id,type,name,lei,listing
W-1,organisation,Xenia Holding,529900T8BM49AURSDO55,Order{listed_on=2020-05-01}
"""
HOUSE = """# list: house
id,type,name,lei,owned_by,ship_owner
X,organisation,Xenia Holding Company,529900T8BM49AURSDO55,,
A,organisation,Alpha Trading,,X{share=50 %},
B,organisation,Beta Shipping,,X{share=10};A{share=40},
C,organisation,Gamma <Works> & Sons,,B{share=45};N{share=10};Z{share=45},
N,,,,,
Z,person,Zed Partner,,,
S,vessel,Example Star,,,B
"""
BODS = [
    {"statementID": "e", "statementType": "entityStatement", "name": "Delta Mining", "entityType": "registeredEntity"},
    {"statementID": "x", "statementType": "entityStatement", "name": "Xenia", "identifiers": [{"scheme": "XI-LEI", "id": "529900T8BM49AURSDO55"}]},
    {"statementID": "o", "statementType": "ownershipOrControlStatement", "subject": {"describedByEntityStatement": "e"},
     "interestedParty": {"describedByEntityStatement": "x"}, "interests": [{"type": "shareholding", "share": {"exact": 60}, "endDate": "2023-01-31"}]},
]
CASE = {"id": "c", "date": "2025-01-10",
        "parties": [{"id": "x", "name": "Ex", "listed": ["OFAC.SDN"]}, {"id": "b", "name": "Bee"}],
        "ownership": [{"owner": "x", "owned": "b", "share": "49.99"}, {"owner": "unknown", "owned": "b", "share": "0.01"}]}


def party(answer, name):
    return next(p for p in answer["parties"] if p["name"] == name)


def ask(index, *args):
    status, out, err = run("owners", "-i", index, *args)
    return status, json.loads(out) if out else None, err


def over_an_index(work):
    index, paths = os.path.join(work, "i.stx"), []
    for name, text in ("watch.csv", WATCH), ("house.csv", HOUSE), ("bods.jsonl", "\n".join(map(json.dumps, BODS)) + "\n"):
        paths.append(os.path.join(work, name))
        with open(paths[-1], "w", encoding="utf-8") as f:
            f.write(text)
    status, _, err = run("build", "-q", "-o", index, *paths)
    ok(status == 0, "lists and ownership files make one index", err)
    status, a, err = ask(index, "Beta Shipping", "--as-of", "2024-07-10")
    b = party(a, "Beta Shipping")
    ok(status == 1 and b["blocked"] == "yes" and b["shares"] == {"min": 50.0, "max": 50.0} and b["step"] == 2, "40 and 10 make 50", b)
    x = [p for p in a["parties"] if len(p["records"]) == 3]
    ok(len(x) == 1 and {r["list"] for r in x[0]["records"]} == {"watch", "house", "own_bods"} and x[0]["ground"] == "listed", "three records with one LEI are one", x)
    ok(party(a, "Example Star")["blocked"] == "yes", "a ship is its owner's")
    ok(party(a, "Gamma <Works> & Sons")["blocked"] == "unknown" and "nothing is known" in party(a, "Gamma <Works> & Sons")["chain"], "an owner without a name may be anybody")
    ok(b["chain"].startswith("50 % = ") and "(50 % by Xenia" in b["chain"], "the chain is told", b["chain"])
    ok(all(0 <= s["min"] <= s["max"] <= 100 for s in a["stakes"]), "stakes are percentages")
    again = ask(index, "house:B", "--as-of", "2024-07-10")[1]
    ok(again == a, "a record by list and key is the same question")
    ok(ask(index, "house:B", "--as-of", "2020-01-01")[0] == 0, "nobody was listed yet")
    ok(ask(index, "house:B", "--rule", "uk_gt50", "--as-of", "2024-07-10")[0] == 0, "half is not more than half")
    ok(ask(index, "Delta Mining", "--as-of", "2023-01-31")[0] == 1 and ask(index, "Delta Mining", "--as-of", "2023-02-01")[0] == 0, "a holding ends on its last day")
    ok(ask(index, "house:B", "--list", "house", "--as-of", "2024-07-10")[0] == 1 and ask(index, "house:B", "--list", "own_*", "--as-of", "2024-07-10")[0] == 1, "a list that is named counts as listing")
    status, out, err = run("owners", "-i", index, "--text", "Gamma Works", "--as-of", "2024-07-10")
    ok(status == 1 and "perhaps blocked under ofac50" in out and "held by" in out and "45 %  Beta Shipping" in out, "in words", out + err)
    svg = os.path.join(work, "g.svg")
    status, _, err = run("owners", "-i", index, "--svg", svg, "Beta Shipping", "--as-of", "2024-07-10")
    picture = xml.dom.minidom.parse(svg)
    texts = [t.firstChild.data for t in picture.getElementsByTagName("text") if t.firstChild]
    ok(status == 1 and "Beta Shipping" in texts and "Gamma <Works> & Sons" in texts and "40 %" in texts, "as a picture", texts)
    return index


def refusals(work, index):
    for args, why in ((["-i", index, "Nobody At All Of That Name"], "is called"), (["-i", index, "--rule", "fifty", "house:B"], "no ownership rule"),
                      (["-i", index, "--rule", "eu50", "--as-of", "2022-01-01", "house:B"], "does not bind"), (["-i", index, "--list", "nowhere", "house:B"], "know a list"),
                      (["Beta Shipping"], "no index"), (["-i", index], "whose owners")):
        status, out, err = run("owners", *args)
        ok(status == 2 and why in err and not out, f"refused: {why}", err + out)


def over_a_case(work):
    path = os.path.join(work, "deal.json")
    with open(path, "w", encoding="utf-8") as f:
        json.dump(CASE, f)
    status, out, err = run("owners", path)
    a = json.loads(out) if out else {}
    ok(status == 1 and a["as_of"].startswith("2025-01-10") and party(a, "Bee")["blocked"] == "unknown" and party(a, "Bee")["shares"] == {"min": 49.99, "max": 50.0}, "a case needs no index", err)
    status, out, _ = run("owners", path, "--rule", "uk_gt50")
    ok(party(json.loads(out), "Bee")["blocked"] == "no", "under another rule it is free")


def over_samples(work):
    base = os.path.join(SHARED, "ownership")
    if not os.path.isdir(base):
        return skip("the public samples of ownership data", "not there")
    gleif = [os.path.join(base, "gleif", f) for f in sorted(os.listdir(os.path.join(base, "gleif"))) if f.endswith(".xml")]
    psc = [os.path.join(base, "uk_psc", f"psc_{k}.json") for k in ("individual", "ceased_on", "super_secure", "statement", "exemptions")]
    index = os.path.join(work, "samples.stx")
    status, _, err = run("build", "-q", "-o", index, os.path.join(base, "bods"), *gleif, *psc)
    ok(status == 0, "the public samples are read", err)
    info = json.loads(run("info", "--json", index)[1])
    lists = {l["list"]: l for l in info["lists"]}
    ok(set(lists) == {"own_bods", "own_gleif", "own_psc"} and not any(l["bad"] for l in lists.values()), "as three lists without damage")
    r = lists["own_bods"]["records"]
    ok(r["statements entity"] == 135 and r["statements person"] == 128 and r["statements relationship"] == 156 and r["statements ownershipOrControlStatement"] == 16, "every statement is counted", r)
    ok(lists["own_gleif"]["records"]["LEIRecord"] == 25 and sum(n for k, n in lists["own_gleif"]["records"].items() if k.startswith("RelationshipRecord")) == 21, "every GLEIF record is counted")
    status, out, _ = run("info", "--json", "--all", index)
    ok(not any("listing" in json.loads(line) for line in out.splitlines()), "nobody is listed for standing in them")
    status, a, _ = ask(index, "CHRINON LTD")
    ok(status == 0 and sorted((s["min"], s["max"]) for s in a["stakes"]) == [(50.0, 50.0), (50.0, 50.0), (100.0, 100.0)], "a joint holding of two halves", a)
    status, a, _ = ask(index, "own_psc:GB-COH-01234567", "--as-of", "2017-01-01")
    bands = {(s["kind"], s["min"], s["max"]) for s in a["stakes"]}
    ok(("shares", 25.01, 50.0) in bands and ("votes", 25.01, 50.0) in bands, "bands of the UK register", bands)


def main():
    with folder() as work:
        index = over_an_index(work)
        refusals(work, index)
        over_a_case(work)
        over_samples(work)


main()
done()
