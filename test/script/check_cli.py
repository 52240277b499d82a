#!/usr/bin/env python3
"""strait check as a person meets it: files, lines and options; what is said of facts, lists, time and mistakes."""
import json, os
from shared import ASAN, ROOT, folder, ok, done, run, sample_index

CHIPS = {"id": "c1", "date": "2024-04-02", "activity": ["sell", "export"], "from": "DE", "destination": "KG", "use_in": "KG", "documents": [],
         "parties": [{"id": "s", "role": "seller", "name": "Musterwerk GmbH", "type": "organisation", "country": "DE"},
                     {"id": "b", "role": ["buyer", "end_user"], "name": "Ulgu Elektronika", "type": "organisation", "country": "KG", "incorporated": "2022-05-11"}],
         "goods": [{"hs": "8542.31", "origin": "DE", "control": "EAR99"}]}


def verdicts(out):
    a = json.loads(out.splitlines()[0])
    return a, {r["regime"]: r["verdict"] for r in a["regimes"]}


with folder() as work:
    index = sample_index(work)
    path = os.path.join(work, "case.json")

    def ask(case, *options, binary=None):
        with open(path, "w", encoding="utf-8") as f:
            json.dump(case, f, ensure_ascii=False)
        return run("check", "--no-lists", *options, path, binary=binary)

    status, out, err = ask(CHIPS)
    a, v = verdicts(out)
    f = next(f for f in a["findings"] if f["rule"] == "EU.833.12g")
    ok(status == 1 and v["EU"] == "PROHIBITED" and f["curable"] and f["article"] == "12g" and f["proof"]["is"] == "yes" and f["confidence"] and f["review"] == "unreviewed", "the clause is missing: prohibited, curable, with its article", out[:800] + err)
    ok(v["TR"] == "NOT_BOUND" and v["UK"] == "NOT_BOUND", "who has no part in it is not bound", v)
    ok({"FLAG.01", "FLAG.02"} <= {x["flag"] for x in a["flags"]} and all(x["source"] and x["threshold"] for x in a["flags"]), "red flags with threshold and source", a["flags"])
    ok("not legal advice" in a["rules"]["notice"] and len(a["rules"]["hash"]) == 64 and "unreviewed" in a["rules"]["notice"], "the set is named, and what it is not", a["rules"])
    status, out2, _ = ask(CHIPS, binary=ASAN)
    ok(out == out2, "the same bytes from another build")
    status, out, _ = ask(dict(CHIPS, documents=["no_re_export_clause", "adequate_remedies", "due_diligence_file", "end_user_statement"], parties=CHIPS["parties"][:1] + [dict(CHIPS["parties"][1], incorporated="2009-01-01")], destination="BR"))
    a, v = verdicts(out)
    ok(v["EU"] == "ALLOWED_WITH_OBLIGATIONS" or (v["EU"] == "ESCALATE" and a["flags"]), "with the clause it passes, with obligations", v)

    # the day before and the day after, by --as-of
    oil = {"date": "2026-02-10", "activity": ["insure", "carry"], "service_date": "2026-02-10", "contract_date": "2026-02-01", "destination": "IN", "documents": ["price_attestation", "itemised_costs"],
           "parties": [{"role": "insurer", "country": "DE", "type": "organisation"}], "goods": [{"hs": "2709.00", "origin": "RU", "seaborne": True, "price_per_bbl": "47.60"}]}
    _, before = verdicts(ask(dict(oil, service_date="2026-01-31", contract_date="2026-01-20"), "--as-of", "2026-01-31")[1])
    _, after = verdicts(ask(oil)[1])
    ok(before["EU"] != "PROHIBITED" and after["EU"] == "PROHIBITED", "the cap of the day", (before["EU"], after["EU"]))

    # text for people
    status, out, _ = ask(CHIPS, "--text")
    ok(status == 1 and out.startswith("c1 on 2024-04-02: PROHIBITED") and "because" in out and "change" in out and "NOT_BOUND: " in out and "red flags" in out and len(out.splitlines()) < 60, "words on one screen", out)
    status, out, _ = ask(CHIPS, "--text", "--proof")
    ok("    yes     all of these" in out, "the whole proof on demand", out[:600])

    # YAML, and options
    with open(path, "w", encoding="utf-8") as f:
        f.write("# a case in YAML\ndate: 2024-04-02\nactivity: [sell, export]\nfrom: DE\ndestination: RU\nparties: [{role: seller, country: DE}]\ngoods: [{hs: 8542.31}]\n")
    a, v = verdicts(run("check", "--no-lists", path)[1])
    ok(v["EU"] == "PROHIBITED", "a case in YAML", v)
    a, v2 = verdicts(run("check", "--no-lists", "--set", "date=2024-04-02", "--set", "activity=sell+export", "--set", "from=DE", "--set", "destination=RU", "--party", "role=seller,country=DE", "--goods", "hs=8542.31")[1])
    ok(v == v2, "the same from options", (v, v2))
    a, v3 = verdicts(run("check", "--no-lists", "--set", "destination=CH", path)[1])
    ok(v3["EU"] != "PROHIBITED", "an option says a member of a file anew", v3)

    status, out, err = run("check", "--no-lists", "-", stdin=json.dumps(dict(CHIPS, destination="RU")).encode())
    ok(status == 1 and verdicts(out)[1]["EU"] == "PROHIBITED", "a case from a pipe", err)
    status, out, err = run("check", "--no-lists", "-", stdin=b'{"destinaton":"RU"}')
    ok(status == 3 and "standard input: destinaton" in err, "a mistake in it is named", err)

    # many
    lines = os.path.join(work, "cases.jsonl")
    with open(lines, "w", encoding="utf-8") as f:
        f.write(json.dumps(CHIPS) + "\n" + json.dumps(dict(CHIPS, destinaton="X")) + "\n{broken\n" + json.dumps(dict(CHIPS, id="c4", destination="RU")) + "\n")
    out_path = os.path.join(work, "out.jsonl")
    status, out, err = run("check", "--no-lists", "--in", lines, "-o", out_path)
    with open(out_path, encoding="utf-8") as f:
        answers = [json.loads(l) for l in f]
    ok(status == 3 and [a["case"] for a in answers] == ["c1", "c4"] and ":2:" in err and "did you mean destination" in err and ":3:" in err and "2 not answered" in err, "a bad line costs that line", err)

    # mistakes
    for case, says in (({"parties": [{"contry": "DE"}]}, "parties[1].contry"), ({"goods": [{"hs": "854231x"}]}, "goods[1].hs"), ({"date": "soon"}, "not a date"), ({"activity": {"a": 1}}, "not an object")):
        status, out, err = ask(case)
        ok(status == 3 and says in err and "case.json" in err, f"a mistake is named: {says}", err)
    status, out, err = run("check", path)
    ok(status == 2 and "-i INDEX" in err and "--no-lists" in err, "without an index it asks for one", err)
    status, out, err = run("check", "--no-lists", "--known-at", "2020-01-01", "--set", "destination=RU")
    ok(status == 2 and "no rule of this set was recorded by then" in err, "before the first record there were no rules", err)
    status, out, err = run("check", "--no-lists", "--as-of", "2024-13-01", "--set", "destination=RU")
    ok(status == 2 and "--as-of" in err, "a day that no calendar has", err)
    status, out, err = run("check", "--facts")
    ok(status == 0 and "party.country" in out and "goods.hs" in out, "the facts are listed", out[:300])

    # the lists of an index
    bank = {"date": "2026-06-01", "activity": ["pay"], "parties": [{"role": "payer", "name": "Muster AG", "type": "organisation", "country": "DE"}, {"role": "payee", "name": "Sergey Viktorovich Lavrov", "type": "person", "birth_date": "1950-03-21", "country": "RU"}]}
    with open(path, "w", encoding="utf-8") as f:
        json.dump(bank, f)
    status, out, err = run("check", "-i", index, "--partial", path)
    a, v = verdicts(out)
    ok(status == 1 and v["EU"] == "PROHIBITED" and any("sergey-lavrov" in json.dumps(f) for f in a["findings"]), "a listed person is found in the index, and the record is named", out[:800] + err)
    ok(a["lists_taken_for_empty"] and len(a["index"]) == 32, "lists that are not there are named")
    cleared = dict(bank, parties=[bank["parties"][0], dict(bank["parties"][1], is_not=[f"sample_{s}:sergey-lavrov" for s in ("eu", "us", "gb", "ca", "ch", "un")])])
    with open(path, "w", encoding="utf-8") as f:
        json.dump(cleared, f)
    a, v = verdicts(run("check", "-i", index, "--partial", path)[1])
    ok(v["EU"] != "PROHIBITED", "a match that was cleared counts no more", v)
    with open(path, "w", encoding="utf-8") as f:
        json.dump(CHIPS, f)
    status, out, _ = run("check", "-i", index, path)
    ok("the index holds no list for this" in out and '"ESCALATE"' in out, "a list that the index lacks is a missing fact, not an empty one", out[:300])

    # approval
    a, v = verdicts(ask(CHIPS, "--require-approved")[1])
    ok(v["EU"] == "ESCALATE" and any("not approved" in f.get("why", "") for f in a["findings"]), "a policy may ask for approved rules", v)
done()
