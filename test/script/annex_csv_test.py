#!/usr/bin/env python3
"""tools/annex_csv: tables as people copy them from an annex become files that strait reads; mistakes are named with their lines. The ships are invented."""
import csv, io, json, os, subprocess, sys
import shared
from shared import ROOT, folder, ok, done, run

TOOL = os.path.join(ROOT, "tools", "annex_csv")
SHIPS = ["--act", "32014R0833", "--annex", "XLII", "--measure", "Transportation restrictions", "--schema", "Vessel", "--programme", "EU-RUS"]
BANKS = ["--act", "32014R0833", "--annex", "XLV", "--measure", "Financial restrictions", "--schema", "LegalEntity", "--programme", "EU-RUS"]

COPIED = ("ANNEX XLII\n\n▼M48\n\tVessel name\tIMO ship identification number\tGrounds\tDate of application\n"
          "1\tSample Star\t9900019\tArticle 3s(2), point (b): irregular practices; tankers\t25.6.2024\n"
          "►M50 2\tSample Reef\tIMO 9900071 ◄\tn/a\t24 February 2025\n\n"
          "\tVessel name\tIMO ship identification number\tGrounds\tDate of application\n"
          "3\t\"Sample\" Bay\t9900033\t-\t2025-05-21\n")


def tool(table, *options):
    p = subprocess.run([sys.executable, "-B", TOOL, *options, "-"], input=table.encode("utf-8") if isinstance(table, str) else table, capture_output=True)
    return p.returncode, p.stdout.decode("utf-8"), p.stderr.decode("utf-8")


def rows(out):
    return list(csv.DictReader(io.StringIO(out)))


with folder() as work:
    # a table copied from the consolidated text
    status, out, err = tool(COPIED, *SHIPS)
    r = rows(out)
    ok(status == 0 and [(x["recordId"], x["name"], x["imoNumber"], x["startDate"], x["reason"]) for x in r] == [
        ("1", "Sample Star", "9900019", "25.6.2024", "Article 3s(2), point (b): irregular practices; tankers"),
        ("2", "Sample Reef", "9900071", "24 February 2025", ""), ("3", '"Sample" Bay', "9900033", "2025-05-21", "")], "cells as printed, marks and repeated headers left out", out + err)
    ok(all((x["celex"], x["annex"], x["measure"], x["schema"], x["programKey"]) == ("32014R0833", "XLII", "Transportation restrictions", "Vessel", "EU-RUS") for x in r) and "amendedCelex" not in r[0], "the act, the annex and the measure in each row", out)

    # strait reads it, finds the ship, and checks a case
    file, index, case = (os.path.join(work, n) for n in ("xlii.csv", "a.stx", "case.json"))
    table = os.path.join(work, "copied.txt")
    with open(table, "w", encoding="utf-8") as f:
        f.write(COPIED)
    p = subprocess.run([sys.executable, "-B", TOOL, *SHIPS, "-o", file, table], capture_output=True, text=True)
    ok(p.returncode == 0 and "3 of annex XLII" in p.stderr and p.stdout == "", "to a file, and what comes next", p.stderr)
    status, _, err = run("build", "-q", "-o", index, file)
    ok(status == 0, "strait builds it", err)
    status, out, err = run("screen", "-i", index, "--imo", "9900071")
    hit = json.loads(out)["hits"][0] if status == 1 else {}
    ok(hit.get("id") == "XLII:2:vessel" and hit.get("list") == "eu_oj_32014R0833", "the ship is found by its number", out + err)
    with open(case, "w", encoding="utf-8") as f:
        json.dump({"date": "2026-02-10", "activity": ["bunker"], "place": "GR", "parties": [{"role": "manager", "country": "GR"}], "vessels": [{"imo": "9900071", "flag": "PA"}]}, f)
    status, out, err = run("check", "--partial", "-i", index, case)
    finding = [x for x in json.loads(out)["findings"] if x["rule"] == "EU.833.3s"]
    ok(finding and finding[0]["verdict"] == "PROHIBITED", "and in a case it is prohibited by article 3s", out[:600] + err)

    # forms: semicolons in any order, a spreadsheet's CSV with lines within a cell, no header
    status, out, err = tool("Remarks;IMO number;Name;No\nsee recital 5;9900019;Sample Star;7\n", *SHIPS)
    ok(status == 0 and (rows(out)[0]["recordId"], rows(out)[0]["name"], rows(out)[0]["notes"]) == ("7", "Sample Star", "see recital 5"), "semicolons, columns in any order", out + err)
    status, out, err = tool('Name,Alias,Address,Date of application,Register\n"Sample Bank\nSample Bank JSC","SB\nS-Bank","Sample Street 1; floor 2",12 March 2022,77\n', *BANKS, "--column", "Register=registrationNumber")
    r = rows(out)
    ok(status == 0 and (r[0]["name"], r[0]["alias"], r[0]["address"], r[0]["registrationNumber"]) == ("Sample Bank;Sample Bank JSC", "SB;S-Bank", '"Sample Street 1; floor 2"', "77"), "lines within a cell are several names", out + err)
    status, out, err = tool("Part A\nSample Bank\nPART B\nOther Bank\n", *BANKS, "--columns", "name", "--set", "startDate=20 July 2026", "--amending", "32026R1848")
    r = rows(out)
    ok(status == 0 and [(x["amendedCelex"], x["amendmentCelex"], x["annex"], x["name"], x["startDate"]) for x in r] == [
        ("32014R0833", "32026R1848", "XLV.A", "Sample Bank", "20 July 2026"), ("32014R0833", "32026R1848", "XLV.B", "Other Bank", "20 July 2026")], "an amending act, parts, no header, one date for all", out + err)
    with open(file, "w", encoding="utf-8") as f:
        f.write(out)
    status, _, err = run("build", "-q", "-o", index, file)
    status, out, err = run("info", index, "--all")
    parties = [json.loads(line) for line in out.splitlines()]
    ok(sorted(p["id"] for p in parties) == ["32014R0833:XLV.A:Sample Bank", "32014R0833:XLV.B:Other Bank"] and all(p["list"] == "eu_oj_32026R1848" and p["listing"][0]["listed_on"] == "2026-07-20" for p in parties), "the amending form builds", out + err)
    status, out, err = tool('Name\tAlias\n"Sample" Works\t"SW"; Other\n', *BANKS)
    with open(file, "w", encoding="utf-8") as f:
        f.write(out)
    run("build", "-q", "-o", index, file)
    party = json.loads(run("info", index, "--all")[1].splitlines()[0])
    ok(party["name"] == ['"Sample" Works'] and party["alias"] == ['"SW"', "Other"], "quotes of a name come through", party)

    # headers as acts print them
    for header, column in (("Name of the legal person, entity or body", "name"), ("Name of credit or financial institution", "name"), ("Vessel’s name", "name"), ("Port or lock", "name"),
                           ("IMO ship identification number", "imoNumber"), ("IMO no. (of the vessel)", "imoNumber"), ("Starting date of application", "startDate"), ("Point of Article 3s(2)", "reason"),
                           ("Ground for listing (Article 3s(2))", "reason"), ("Name of owner", None), ("Operator", None)):
        other = "Remarks" if column == "name" else "Name"
        status, out, err = tool(f"{header}\t{other}\n9900019\tSample\n", "--act", "32014R0833", "--annex", "IV", "--schema", "Asset", "--programme", "EU-RUS")
        ok((rows(out)[0][column] == "9900019") if column and status == 0 else status == 3 and "unknown column" in err, f"{header}: {column or 'asked for'}", out + err)
    status, _, err = tool("Name (English)\tName (Russian)\nSample\tОбразец\n", *BANKS)
    ok(status == 3 and "two columns are name" in err, "two names: which is the alias?", err)
    status, out, err = tool("Name (English)\tName (Russian)\nSample\tОбразец\n", *BANKS, "--column", "Name (Russian)=alias")
    ok(status == 0 and rows(out)[0]["alias"] == "Образец", "as the option says", out + err)

    # several annexes of one act in one file, and one of them anew
    both = os.path.join(work, "32014R0833.csv")

    def add(text, *options):
        with open(table, "w", encoding="utf-8") as f:
            f.write(text)
        p = subprocess.run([sys.executable, "-B", TOOL, *options, "-o", both, "--add", table], capture_output=True, text=True)
        return p.returncode, p.stderr

    ok(add(COPIED, *SHIPS)[0] == 0 and add("Part A\nSample Bank\n", *BANKS, "--columns", "name")[0] == 0, "a second annex joins the first")
    status, err = add("Name\tIMO\nSample Sun\t9900045\n", *SHIPS)
    with open(both, encoding="utf-8") as f:
        r = rows(f.read())
    ok(status == 0 and "1 of annex XLII, 1 of others" in err and [(x["annex"], x["name"]) for x in r] == [("XLV.A", "Sample Bank"), ("XLII", "Sample Sun")], "an annex given again takes the place of its rows", err)
    status, _, err = run("build", "-q", "-o", index, both)
    ok(status == 0 and run("screen", "-i", index, "--imo", "9900045")[0] == 1 and run("screen", "-i", index, "--imo", "9900071")[0] == 0, "and the file builds", err)
    status, err = add("Name\nX\n", *BANKS, "--amending", "32026R1848")
    ok(status == 3 and "other columns" in err, "forms don't mix", err)
    status, err = add("Name\nX\n", *BANKS, "--act", "32006R0765")
    ok(status == 3 and "of another act" in err, "acts don't mix", err)

    # mistakes
    bad = "No\tName\tIMO\tDate\n1\t\t9900019\t25.6.2024\n2\tSample Reef\t9900072\t25.6.2024\n3\tSample Bay\t990003\tsoon\n4\tSample Sun\t\t\n5\tSample Moon\t1234567\t\n6\tx\n7\tSample (IMO 9900019)\t9900019\t\n"
    status, out, err = tool(bad, *SHIPS)
    wanted = ["2: the row has no name", "3: the check digit of IMO number 9900072 fails", "4: an IMO number has seven digits", "5: the vessel has no IMO number",
              "6: 1234567 is no ship's IMO number", "7: 2 cells under 4 columns", "8: the name holds an IMO number", "4: warning: strait does not read 'soon'", "8: warning: IMO number 9900019 stands on line 2"]
    ok(status == 3 and out == "" and not [w for w in wanted if "standard input:" + w not in err], "each mistake with its line, and nothing written", err)
    status, out, err = tool("Name\tIMO\tColour\nA\t9900019\tred\n", *SHIPS)
    ok(status == 3 and out == "" and "1: unknown column 'Colour'" in err and "--column" in err, "an unknown column is an error that says what to do", err)
    status, out, err = tool("Name\tIMO\tColour\nA\t9900019\tred\n", *SHIPS, "--column", "Colour=-")
    ok(status == 0 and "red" not in out, "unless it is left out on purpose", err)
    for text, says in (("", "the table is empty"), ("IMO\tDate\n9900019\t25.6.2024\n", "no column is the name"), ("Name\tIMO\n", "no row below the header"), (b"Name\tIMO\n\xff\t1\n", "not UTF-8")):
        status, out, err = tool(text, *SHIPS)
        ok(status == 3 and says in err and out == "", f"refused: {says}", err)
    kept = os.path.join(work, "kept.csv")
    with open(kept, "w", encoding="utf-8") as f:
        f.write("as it was")
    with open(table, "w", encoding="utf-8") as f:
        f.write(bad)
    p = subprocess.run([sys.executable, "-B", TOOL, *SHIPS, "-o", kept, table], capture_output=True, text=True)
    ok(p.returncode == 3 and open(kept, encoding="utf-8").read() == "as it was", "a bad table leaves the file of yesterday", p.stderr)
    for options, says in ((["--act", "833/2014"], "no CELEX number"), (["--annex", "42"], "Roman"), (["--columns", "name,colour"], "colour is no column"), (["--set", "colour=red"], "the columns are")):
        status, _, err = tool("Name\n", *SHIPS, *options)
        ok(status == 2 and says in err, f"a wrong call: {says}", err)
    p = subprocess.run([sys.executable, "-B", TOOL, "--help"], capture_output=True, text=True)
    ok(p.returncode == 0 and all(w in p.stdout for w in ("open the consolidated text", "copy the table", "strait build", "--amending")), "--help shows the way", p.stdout)
done()
