#!/usr/bin/env python3
"""Cases for measuring strait check: each with 10 parties and 5 goods, from a fixed seed. Names are those of a file (CSV with full_name or name, also .gz), or parts of the sample's customers, of whom many are
nearly listed.  cases_synth.py N [NAMES] >cases.jsonl"""
import csv, gzip, json, os, random, sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
COUNTRIES = ["DE", "FR", "NL", "IT", "PL", "US", "GB", "CH", "TR", "AE", "KZ", "KG", "CN", "IN", "BR", "JP", "CA", "AU", "RU", "GE"]
ROLES = ["seller", "buyer", "consignee", "end_user", "bank", "correspondent_bank", "insurer", "carrier", "forwarder", "payer"]
HS = ["8542.31", "8541.10", "8457.10", "2709.00", "1001.99", "3004.90", "7208.10", "8703.23", "8517.62", "6403.99", "8482.10", "9403.60"]
ACTIVITIES = ["sell", "export", "finance", "insure", "carry", "pay", "import", "purchase"]


def names(path):
    if path:
        opened = gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")
        with opened as f:
            return [r.get("full_name") or r.get("name") for r in csv.DictReader(f)]
    with open(os.path.join(ROOT, "data", "sample", "customers.csv"), encoding="utf-8") as f:
        rows = list(csv.DictReader(line for line in f if not line.startswith("#")))
    return [r["name"] for r in rows if r.get("name")]


def mixed(r, people):
    words = (r.choice(people) + " " + r.choice(people)).split()
    r.shuffle(words)
    return " ".join(words[:r.choice([2, 2, 3])])


def case(r, people, real, i):
    parties = []
    for k, role in enumerate(ROLES):
        parties.append({"id": f"p{k}", "role": role, "name": r.choice(people) if real else mixed(r, people), "type": r.choice(["person", "organisation", "organisation"]), "country": r.choice(COUNTRIES)})
    goods = [{"hs": r.choice(HS), "origin": r.choice(COUNTRIES), "value": str(r.randrange(100, 200000)), "control": "EAR99"} for _ in range(5)]
    return {"id": f"C{i}", "date": f"202{r.randrange(2, 7)}-{r.randrange(1, 13):02d}-15", "activity": r.sample(ACTIVITIES, 2), "from": r.choice(COUNTRIES), "destination": r.choice(COUNTRIES),
            "documents": r.sample(["no_re_export_clause", "end_user_statement", "due_diligence_file", "price_attestation"], 2), "purpose": [], "parties": parties, "goods": goods,
            "payment": {"amount": "1000", "currency": r.choice(["EUR", "USD", "AED"]), "cleared_in": r.choice(COUNTRIES)}}


if __name__ == "__main__":
    file = sys.argv[2] if len(sys.argv) > 2 else None
    rng, people = random.Random(20261126), names(file)
    for i in range(int(sys.argv[1]) if len(sys.argv) > 1 else 100):
        print(json.dumps(case(rng, people, bool(file), i), ensure_ascii=False))
