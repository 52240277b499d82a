#!/usr/bin/env python3
"""Tables of ships: a listed number is found by screen and by check, a part of a list is no whole one, and the real files have as many ships as they have rows."""
import csv, gzip, json, os
import shared
from shared import ROOT, SHARED, folder, ok, done, run

CASE = {"date": "2026-04-10", "activity": ["bunker"], "place": "GR", "parties": [{"role": "manager", "country": "GR"}]}


def valid(number):
    """Does the check digit of an IMO number hold?"""
    n = str(number)
    return len(n) == 7 and n.isdigit() and n != "0000000" and sum(int(d) * w for d, w in zip(n, range(7, 1, -1))) % 10 == int(n[6])


def parties(index):
    return [json.loads(line) for line in run("info", index, "--all")[1].splitlines()]


def numbers(party):
    """(numbers whose check holds, all) of a party."""
    every = party.get("imo", [])
    return [n for n in every if isinstance(n, str)], every


def finding(index, work, vessel, rule, *options, **more):
    """The verdict of one rule on a case about the vessel, and why; None when the rule has nothing to say."""
    path = os.path.join(work, "case.json")
    with open(path, "w", encoding="utf-8") as f:
        json.dump(dict(CASE, vessels=[dict(vessel, flag="PA")], **more), f)
    status, out, err = run("check", "-i", index, *options, path)
    for x in json.loads(out)["findings"] if out else []:
        if x["rule"] == rule:
            return x["verdict"], json.dumps(x)
    return None, err


def invented(work):
    corpus = os.path.join(ROOT, "test", "corpus", "vessels")
    index = os.path.join(work, "a.stx")
    for name, number, rule, verdict in (("gur.csv", "9900019", "UA.vessels", "ESCALATE"), ("graph.jsonld", "9900071", "EU.833.3s", "PROHIBITED")):
        status, _, err = run("build", "-q", "-o", index, os.path.join(corpus, name))
        ok(status == 0, f"{name} builds", err)
        status, out, err = run("screen", "-i", index, "--imo", number)
        ok(status == 1 and json.loads(out)["hits"][0]["list"], f"{name}: screen finds {number}", out + err)
        more = {"place": "UA", "parties": [{"role": "manager", "country": "UA"}]} if rule == "UA.vessels" else {}
        got, why = finding(index, work, {"imo": number}, rule, **more)
        ok(got == verdict and number in why, f"{name}: {rule} holds for {number}", (got, why))
        got, why = finding(index, work, {"imo": "9074729"}, rule, **more)
        ok(got is None, f"{name}: {rule} does not hold for another ship", (got, why))
    run("build", "-q", "-o", index, os.path.join(corpus, "gur.csv"))
    got, why = finding(index, work, {"imo": "9900045"}, "UA.vessels", place="UA", parties=[{"role": "manager", "country": "UA"}])
    ok(got is None and run("screen", "-i", index, "--imo", "9900045")[0] == 1, "a ship that the register dropped is found, and on the list no more", (got, why))
    status, _, err = run("build", "-o", index, os.path.join(corpus, "sightings.csv"))
    ok(status == 3 and "sightings of ships (AIS), not a list of parties" in err and "IMO numbers" in err, "sightings are no list", err)

    # the ships of the SDN list are a part of it: a ship that stands there is blocked, and of one that does not nothing is known
    run("build", "-q", "-o", index, os.path.join(corpus, "sdn.json"))
    us = {"parties": [{"role": "manager", "country": "US"}], "place": "US"}
    got, why = finding(index, work, {"imo": "9900019"}, "US.14024.vessel", **us)
    ok(got == "PROHIBITED", "a ship of the SDN list is blocked", (got, why))
    got, why = finding(index, work, {"imo": "9900033"}, "US.14024.vessel", **us)
    ok(got == "ESCALATE" and "the index holds no list for this" in why, "without the whole list the others are unknown", (got, why))
    got, why = finding(index, work, {"imo": "9900033"}, "US.14024.vessel", "--partial", **us)
    ok(got is None, "and with --partial they pass", (got, why))
    got, why = finding(index, work, {"imo": "9900019"}, "US.14024.vessel", "--partial", **us)
    ok(got == "PROHIBITED", "while that one does not", (got, why))


def texts(party, prop):
    return [v if isinstance(v, str) else v["value"] for v in party.get(prop, [])]


def register(index, rows):
    """Rows of Ukraine's register of which the index lacks a name, a former name, a call sign or a number."""
    found, lost = {p["id"]: p for p in parties(index)}, []
    labels = {"Call sign", "Vessel name", "Vessel Type", "Flags (former)"}
    for r in rows:
        p = found.get(r["gur_id"] or r["imo"], {})
        want = [("name", r["name"]), ("call_sign", r["callsign"]), ("vessel_type", r["vessel_type"]), ("mmsi", r["mmsi_current"]), ("mmsi", r["mmsi_legacy"])]
        want += [("registration", r["imo"][3:]) if r["imo"].startswith("RS ") else ("imo", r["imo"])] + [("former_name", n.strip()) for n in r["former_names"].split(" / ")]
        lost += [(r["name"], prop, value) for prop, value in want if value and value not in labels and " ".join(value.split()) not in texts(p, prop)]
    return lost


def real(work):
    base = os.path.join(SHARED, "vessels")
    index = os.path.join(work, "real.stx")

    def load(name):
        with open(os.path.join(base, name), encoding="utf-8") as f:
            return json.load(f)

    with open(os.path.join(base, "gur_vessels_master.csv"), encoding="utf-8") as f:
        gur = list(csv.DictReader(f))
    with gzip.open(os.path.join(base, "ammitto_eu_vessels_2026-03.jsonl.gz"), "rt", encoding="utf-8") as f:
        annex = [json.loads(line) for line in f]
    sdn, tracker = load("ofac_sdn_vessels_2026-03.json")["vessels"], load("tracker_all_2026-03.json")["vessels"]
    graph = load("eu_vessels_dma.jsonld")["@graph"]
    ships = [g for g in graph if "entity_type" in g]
    # (file, rows by name of the measure, IMO numbers of the file, ships with a listing)
    files = (("gur_vessels_master.csv", {"rows": len(gur)}, [r["imo"] for r in gur if r["imo"].isdigit()], sum(r["status"] == "listed" for r in gur)),
             ("ammitto_eu_vessels_2026-03.jsonl.gz", {"rows": len(annex)}, [r["imo_number"] for r in annex], len({r["imo_number"] for r in annex})),
             ("ofac_sdn_vessels_2026-03.json", {"rows": len(sdn)}, [r["imo"] for r in sdn], len({r["imo"] for r in sdn})),
             ("tracker_all_2026-03.json", {"rows": len(tracker)}, [r["imo"] for r in tracker], sum("ofac" in r["sanctions_sources"] for r in tracker)),
             ("eu_vessels_dma.jsonld", {"ships": len(ships), "entries": sum("entity_id" in g for g in graph)}, [g["imo_number"] for g in ships if "imo_number" in g], len(ships)))
    for name, measures, imos, listed in files:
        status, _, err = run("build", "-q", "-o", index, os.path.join(base, name))
        records = json.loads(run("info", index, "--json")[1])["lists"][0] if status == 0 else {"records": {}}
        got = parties(index) if status == 0 else []
        good, every = [[n for p in got for n in numbers(p)[k]] for k in (0, 1)]
        want_good, want = {str(n) for n in imos if valid(n)}, {str(n) for n in imos}
        ok(status == 0 and records["bad"] == 0 and all(records["records"].get(k) == n for k, n in measures.items()), f"{name}: {measures} read, none damaged", err + json.dumps(records.get("records")))
        ok(len(every) == len(want) and set(good) == want_good, f"{name}: {len(want_good)} of {len(want)} IMO numbers are valid", (len(every), len(set(good))))
        ok(sum("listing" in p for p in got) == listed, f"{name}: {listed} ships have a listing", sum("listing" in p for p in got))
        number = next(str(n) for n in imos if valid(n))
        status, out, err = run("screen", "-i", index, "--imo", number)
        ok(status == 1 and number in out, f"{name}: its first ship is found by {number}", out + err)
    run("build", "-q", "-o", index, os.path.join(base, "gur_vessels_master.csv"))
    lost = register(index, gur)
    ok(not lost, f"gur_vessels_master.csv: names and numbers of {len(gur)} rows are in the index", lost)
    status, _, err = run("build", "-o", index, os.path.join(base, "detected_q1_2026.csv"))
    ok(status == 3 and "sightings of ships" in err, "detected_q1_2026.csv: sightings, refused", err)


with folder() as folder_:
    invented(folder_)
    if os.path.isdir(os.path.join(SHARED, "vessels")):
        real(folder_)
    else:
        shared.skip("the real tables of ships", "no ../shared")
done()
