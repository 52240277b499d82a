#!/usr/bin/env python3
"""The next package of the EU as data alone: annexes as consolidated, and an amending act in the same form beside them. No rule and no line of code changes; banks, ships, airports, end-users and a
refinery that binds only from 2027 do. The rows are invented; with the shared data the real annexes are the older state."""
import csv, glob, json, os
from shared import ROOT, SHARED, folder, ok, skip, done, run

FACTS = ("recordId,programKey,annex,measure,startDate,reason,schema,name,alias,weakAlias,previousName,country,nationality,jurisdiction,birthDate,birthPlace,position,passportNumber,gender,appearance,ethnicity,"
         "fatherName,motherName,incorporationDate,legalForm,sector,registrationNumber,taxNumber,idNumber,innCode,ogrnCode,kppCode,okpoCode,leiCode,swiftBic,ticker,imoNumber,mmsi,flag,address,phone,email,website,notes").split(",")


def rows(path, first, items):
    with open(path, "w", encoding="utf-8", newline="") as f:
        w = csv.DictWriter(f, list(first) + FACTS, lineterminator="\n")
        w.writeheader()
        for i, item in enumerate(items):
            w.writerow({**first, "recordId": str(900 + i), "programKey": "EU-RUS", **item})


OLD = [dict(annex="XIV", measure="Financial restrictions", startDate="14.5.2026", schema="LegalEntity", name="Altmuster Kreditbank"),
       dict(annex="XLII", measure="Transportation restrictions", startDate="24.4.2026", schema="Vessel", name="Altmuster Stern", imoNumber="9999981"),
       dict(annex="IV", measure="Export control", startDate="24.4.2026", schema="LegalEntity", name="Altmuster Optronik"),
       dict(annex="XLVII.A", measure="Transportation restrictions", startDate="25.2.2025", schema="LegalEntity", name="Hafen Altmusterbucht"),
       dict(annex="XLVII.B", measure="Transportation restrictions", startDate="25.2.2025", schema="LegalEntity", name="Flughafen Altmusterfeld"),
       dict(annex="XLVII.D", measure="Transportation restrictions", startDate="25.2.2026", schema="LegalEntity", name="Altmuster Raffinerie")]
NEW = [dict(annex="XIV", measure="Financial restrictions", startDate="13.8.2026", schema="LegalEntity", name="Neumuster Wolgabank"),
       dict(annex="XLII", measure="Transportation restrictions", startDate="24.7.2026", schema="Vessel", name="Neumuster Wind", imoNumber="9999993"),
       dict(annex="IV", measure="Export control", startDate="24.7.2026", schema="LegalEntity", name="Neumuster Elektromechanik"),
       dict(annex="XLVII.B", measure="Transportation restrictions", startDate="24.7.2026", schema="LegalEntity", name="Flughafen Neumusterfeld"),
       dict(annex="XLVII.D", measure="Transportation restrictions", startDate="25.1.2027", schema="LegalEntity", name="Neumuster Erdölraffinerie Kolchida")]

DE = {"role": "seller", "name": "Beispiel Handels GmbH", "type": "organisation", "country": "DE"}
CASES = {
    "bank": (dict(activity=["pay", "any_transaction"], parties=[DE, {"role": "bank", "kind": "bank", "name": "Neumuster Wolgabank", "type": "organisation", "country": "RU"}]), "2026-08-12", "2026-08-13"),
    "vessel": (dict(activity=["port_access", "sts", "insure"], parties=[DE], vessel={"name": "Neumuster Wind", "imo": "9999993", "flag": "PA", "type": "tanker"}), "2026-07-23", "2026-07-24"),
    "end-user": (dict(activity=["sell", "export"], destination="AE", use_in="AE", **{"from": "DE"}, parties=[DE, {"role": ["buyer", "end_user"], "name": "Neumuster Elektromechanik", "type": "organisation", "country": "AE"}],
                      goods=[{"hs": "8542.31", "control": "3A001", "origin": "DE"}], documents=["no_re_export_clause", "no_re_export_belarus_clause", "adequate_remedies", "export_licence", "due_diligence_file", "end_user_statement"]), "2026-07-23", "2026-07-24"),
    "airport": (dict(activity=["any_transaction", "land", "port_access"], parties=[DE], facility={"name": "Flughafen Neumusterfeld", "kind": "airport", "country": "RU", "role": "call"}), "2026-07-23", "2026-07-24"),
    "refinery": (dict(activity=["any_transaction", "purchase"], parties=[DE], facility={"name": "Neumuster Erdölraffinerie Kolchida", "kind": "refinery", "country": "GE", "role": "supplier"}), "2027-01-24", "2027-01-25"),
}


def verdict(work, index, case, day):
    path = os.path.join(work, "case.json")
    with open(path, "w", encoding="utf-8") as f:
        json.dump(dict(case, date=day, destination=case.get("destination", "TR")), f)
    status, out, err = run("check", "-i", index, "--partial", path)
    if status not in (0, 1):
        return err
    a = json.loads(out)
    eu = next(r["verdict"] for r in a["regimes"] if r["regime"] == "EU")
    return eu, sorted({f["rule"] for f in a["findings"] if f["verdict"] == "PROHIBITED"})


def prohibits(v):
    return v[0] == "PROHIBITED"


def package(work, label, older):
    amendment = os.path.join(work, "32026R9999.csv")
    rows(amendment, {"amendedCelex": "32014R0833", "amendmentCelex": "32026R9999"}, NEW)
    before, after = os.path.join(work, "before.stx"), os.path.join(work, "after.stx")
    s1, _, e1 = run("build", "-q", "-o", before, *older)
    s2, _, e2 = run("build", "-q", "-o", after, *older, amendment)
    ok(s1 == 0 and s2 == 0, f"{label}: both states build", e1 + e2)
    for name, (case, day_before, day) in CASES.items():
        old, eve, new = verdict(work, before, case, day), verdict(work, after, case, day_before), verdict(work, after, case, day)
        ok(not prohibits(old) and not prohibits(eve) and prohibits(new), f"{label}: the {name} binds from {day}, by data alone", f"older state {old}; the day before {eve}; the day {new}")


os.chdir(ROOT)
with folder() as work:
    own = os.path.join(work, "32014R0833.csv")
    rows(own, {"celex": "32014R0833"}, OLD)
    package(work, "own annexes", [own])
    for name, (case, day) in {"bank": (dict(CASES["bank"][0], parties=[DE, {"role": "bank", "kind": "bank", "name": "Altmuster Kreditbank", "type": "organisation", "country": "RU"}]), "2026-06-01"),
                              "vessel": (dict(CASES["vessel"][0], vessel={"imo": "9999981", "flag": "PA"}), "2026-06-01"),
                              "port": (dict(CASES["airport"][0], facility={"name": "Hafen Altmusterbucht", "kind": "port", "country": "RU", "role": "load"}), "2026-06-01")}.items():
        v = verdict(work, os.path.join(work, "after.stx"), case, day)
        ok(prohibits(v), f"own annexes: what bound before still binds: {name}", v)
with folder() as work:
    real = os.path.join(SHARED, "lists", "eu_annexes", "consolidated", "32014R0833.csv")
    if os.path.isfile(real):
        package(work, "real annexes", sorted(glob.glob(os.path.join(os.path.dirname(real), "*.csv"))))
        with open(real, encoding="utf-8") as f:
            sample = [r for i, r in enumerate(r for r in csv.DictReader(f) if r["annex"] == "XLII" and r["imoNumber"]) if i % 60 == 0]
        bad = [r["imoNumber"] for r in sample if not prohibits(verdict(work, os.path.join(work, "after.stx"), dict(CASES["vessel"][0], vessel={"imo": r["imoNumber"], "flag": "PA"}), "2026-07-20"))]
        ok(not bad and len(sample) >= 10, f"real annexes: {len(sample)} listed ships are refused by their number", bad)
    else:
        skip("real annexes as the older state", "no ../shared")
done()
