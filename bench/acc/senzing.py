"""An entity-resolution truth set: 160 made-up records of people and firms, and which of them are one. Each record is screened against all of them by what its
own columns say; a pair counts as said when either finds the other at the default threshold. It was made for resolving entities with addresses, telephones and
numbers, so a screening engine is not expected to win it; it shows what attributes add."""
import csv, json
from . import stats

PART = {"NAME_FIRST": "first_name", "NAME_MIDDLE": "middle_name", "NAME_LAST": "last_name", "DATE_OF_BIRTH": "birth_date", "GENDER": "gender"}
NUMBERS = ("PASSPORT_NUMBER", "DRIVERS_LICENSE_NUMBER", "SSN_NUMBER", "NATIONAL_ID_NUMBER")


def iso(date):
    """Dates of the set have the month first or are ISO."""
    parts = date.split("/")
    return f"{parts[2]}-{int(parts[0]):02d}-{int(parts[1]):02d}" if len(parts) == 3 else date


def record(r):
    q = {"type": "", "aliases": ""}
    for feature in r["FEATURES"]:
        kind = feature.get("RECORD_TYPE")
        if kind:
            q["type"] = "person" if kind == "PERSON" else "organisation"
        name = feature.get("NAME_FULL") or feature.get("NAME_ORG") or " ".join(feature[k] for k in ("NAME_FIRST", "NAME_MIDDLE", "NAME_LAST") if feature.get(k))
        if name and q.get("name"):
            q["aliases"] += (";" if q["aliases"] else "") + name.replace(";", ",")
        elif name:
            q["name"] = name
        for column, ours in PART.items():
            if ours in ("birth_date", "gender") and feature.get(column):
                q[ours] = iso(feature[column]) if ours == "birth_date" else feature[column]
        for column in NUMBERS:
            if feature.get(column):
                q["id_number"] = feature[column]
        if feature.get("ADDR_LINE1") or feature.get("ADDR_FULL"):
            q["address"] = feature.get("ADDR_FULL") or ", ".join(feature[k] for k in ("ADDR_LINE1", "ADDR_CITY", "ADDR_STATE") if feature.get(k))
    return q


def run(lab, report):
    records, files = {}, []
    for name in ("customers", "reference", "watchlist"):
        files.append(lab.shared(f"gold/senzing/{name}.jsonl"))
        with open(files[-1], encoding="utf-8") as f:
            for line in f:
                r = json.loads(line)
                records[r["DATA_SOURCE"], r["RECORD_ID"]] = record(r)
    with open(lab.shared("gold/senzing/demo_actual_truthset_key.csv"), encoding="utf-8") as f:
        cluster = {(r["DATA_SOURCE"], r["RECORD_ID"]): r["CLUSTER_ID"] for r in csv.DictReader(f)}
    records = {k: q for k, q in records.items() if q.get("name") and k in cluster}
    index, keys, out = lab.build(files), list(records), []
    for how in ("name alone", "with date, gender", "with address and numbers"):
        columns = {"name alone": ("type", "name"), "with date, gender": ("type", "name", "aliases", "birth_date", "gender")}.get(how)
        hits = lab.screen(index, [{c: v for c, v in records[k].items() if columns is None or c in columns} for k in keys])
        said = {frozenset((k, other)) for k, some in zip(keys, hits) for h in some for other in [key_of(h)] if other in records and other != k}
        cases = [(frozenset((a, b)) in said, cluster[a] == cluster[b]) for i, a in enumerate(keys) for b in keys[i + 1:]]
        out.append((how, *stats.prf(cases)))
    report.table("pairs of records", stats.COLUMNS, out)


def key_of(hit):
    """A hit's data source and record: the list is senzing_<source>, and records of another source carry it before their key."""
    source, _, own = hit["id"].rpartition(":")
    return (source or hit["list"].replace("senzing_", "")).upper(), own or hit["id"]
