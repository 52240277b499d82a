"""The official lists that data/sample cites, read with the standard library alone and no further than the comparison needs.

Each reader gives {record id: Record}. A Record holds every name the publisher prints for it, every date, and its whole text, in which
identifiers are looked up. This is a second, independent reading: it shares nothing with src/sources.
"""
import csv
import glob
import gzip
import os
import re
import unicodedata
import xml.etree.ElementTree as ET

MONTHS = {m: i + 1 for i, m in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())}


def fold(name):
    """Names compare as the sorted words of their letters without marks and case: order and punctuation are not what a record is about."""
    flat = unicodedata.normalize("NFKD", name).casefold()
    flat = "".join(c for c in unicodedata.normalize("NFKD", flat) if not unicodedata.combining(c))
    return " ".join(sorted(re.sub(r"[\W_]+", " ", flat).split()))


def compact(text):
    return re.sub(r"[\W_]+", "", text).casefold()


class Record:
    def __init__(self):
        self.names, self.dates, self.text = set(), set(), ""

    def name(self, text):
        if text and text.strip():
            self.names.add(fold(text))

    def close(self):
        self.text = compact(self.text)


def english_date(text):
    """12 Mar 1961, Mar 1961 or 1961 as 1961-03-12, 1961-03, 1961."""
    part = text.split()
    if not part or not part[-1].isdigit():
        return ""
    out = part[-1]
    if len(part) > 1 and part[-2] in MONTHS:
        out += "-%02d" % MONTHS[part[-2]]
        if len(part) > 2 and part[-3].isdigit():
            out += "-%02d" % int(part[-3])
    return out


def local(tag):
    return tag.rsplit("}", 1)[-1]


def newest(*patterns):
    found = sorted(f for p in patterns for f in glob.glob(p))
    return found[-1] if found else None


def elements(path, tag):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rb") as f:
        for _, e in ET.iterparse(f):
            if local(e.tag) == tag:
                yield e
                e.clear()


def whole_text(e):
    return " ".join([t for t in e.itertext()] + [v for x in e.iter() for v in x.attrib.values()])


def ofac(root):
    """SDN.CSV with ALT.CSV; what a record says beyond its columns stands in the remarks. Date: that of the edition, which the file lacks."""
    out = {}
    path = newest(root + "/us_ofac/legacy_*/sdn.csv")
    if not path:
        return None
    edition = re.search(r"legacy_([\d-]+)", path)[1]
    with open(path, encoding="latin-1", newline="") as f:
        for row in csv.reader(f):
            if len(row) < 12:
                continue
            r = out[row[0]] = Record()
            r.name(row[1])
            r.dates.add(edition)
            r.text = " ".join(row)
            for name in re.findall(r"[afn]\.k\.a\. '([^']+)'", row[11]):
                r.name(name)
            for date in re.findall(r"(?:DOB|Date) (?:circa )?((?:\d\d )?(?:[A-Z][a-z][a-z] )?\d{4})", row[11]):
                r.dates.add(english_date(date))
            for year in re.findall(r"Year of Build (\d{4})", row[11]):
                r.dates.add(year)
    for path in glob.glob(root + "/us_ofac/legacy_*/alt.csv"):
        with open(path, encoding="utf-8", errors="replace", newline="") as f:
            for row in csv.reader(f):
                if len(row) > 3 and row[0] in out:
                    out[row[0]].name(row[3])
    return out


def eu(root):
    path = newest(root + "/eu/*xmlFullSanctionsList_1_1*.xml.gz", root + "/eu/*xmlFullSanctionsList_1_1*.xml")
    if not path:
        return None
    out = {}
    for e in elements(path, "sanctionEntity"):
        r = out[e.get("euReferenceNumber")] = Record()
        r.text = whole_text(e)
        for c in e.iter():
            if local(c.tag) == "nameAlias":
                r.name(c.get("wholeName"))
            r.dates.update(filter(None, (c.get("publicationDate"), c.get("birthdate"), c.get("year"))))
    return out


def uk(root):
    path = newest(root + "/uk/*UK-Sanctions-List*.xml.gz", root + "/uk/*UK-Sanctions-List*.xml")
    if not path:
        return None
    out = {}
    for e in elements(path, "Designation"):
        r = out[e.findtext("UniqueID")] = Record()
        r.text = whole_text(e)
        for n in e.iter("Name"):
            r.name(" ".join(filter(None, (n.findtext("Name%d" % i) for i in range(1, 7)))))
        for n in e.iter("NameNonLatinScript"):
            r.name(n.text)
        for tag in ("DateDesignated", "DOB"):
            for d in e.iter(tag):
                r.dates.add("-".join(reversed((d.text or "").split("/"))))
    return out


def un(root):
    path = newest(root + "/un/un_2*.xml")
    if not path:
        return None
    out = {}
    for tag in ("INDIVIDUAL", "ENTITY"):
        for e in elements(path, tag):
            r = out[e.findtext("REFERENCE_NUMBER").strip()] = Record()
            r.text = whole_text(e)
            r.name(" ".join(filter(None, (e.findtext(p + "_NAME") for p in ("FIRST", "SECOND", "THIRD", "FOURTH")))))
            for n in e.iter("ALIAS_NAME"):
                for part in re.split(r";|\(|\)", n.text or ""):
                    r.name(part)
                r.name(n.text)
            for d in ("LISTED_ON", "DATE", "YEAR"):
                r.dates.update(x.text for x in e.iter(d) if x.text)
    return out


def seco(root):
    path = newest(root + "/ch/*seco_2*.xml.gz", root + "/ch/seco_2*.xml")
    if not path:
        return None
    out, edition = {}, re.search(r"(\d{4}-\d\d-\d\d)", path)[1]
    for e in elements(path, "target"):
        r = out[e.get("ssid")] = Record()
        r.text = whole_text(e)
        r.dates.add(edition)
        for n in e.iter("name"):
            r.name(" ".join(v.text or "" for v in n.iter("value")))
            for v in n.iter("spelling-variant"):
                r.name(v.text)
        for d in e.iter("day-month-year"):
            r.dates.add("-".join(filter(None, (d.get("year"), (d.get("month") or "").zfill(2).replace("00", ""),
                                               (d.get("day") or "").zfill(2).replace("00", "")))))
    return out


def sema(root):
    path = newest(root + "/ca/sema-lmes_*.xml")
    if not path:
        return None
    out = {}
    for e in elements(path, "record"):
        get = lambda t: (e.findtext(t) or "").strip()
        key = "/".join((get("Country").split(" /")[0], get("Schedule"), get("Item")))
        r = out[key] = Record()
        r.text = whole_text(e)
        r.name(" ".join((get("GivenName"), get("LastName"))))
        r.name(get("EntityOrShip"))
        for part in re.split("[,;]", get("Aliases")):
            r.name(part)
        r.dates.update((get("DateOfListing"), get("DateOfBirthOrShipBuildDate")))
    return out


READERS = {"us_ofac_sdn": ofac, "eu_fsf": eu, "gb_uksl": uk, "un_sc": un, "ch_seco": seco, "ca_sema": sema}


def load(root, wanted):
    """{list: {record: Record}} of the wanted lists that lie under root/lists."""
    out = {}
    for name in sorted(wanted):
        records = READERS[name](os.path.join(root, "lists")) if name in READERS else None
        if records is not None:
            for r in records.values():
                r.close()
            out[name] = records
    return out
