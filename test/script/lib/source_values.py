"""Every value of a source file with the record it stands in: an independent look, by nothing but the file's own form. No reader of strait is asked.

values(path) gives (record, column, value); record is a number that rises with each record of the file, or None for what stands outside of all
records (headers, reference tables)."""
import csv
import gzip
import io
import json
import re
import tarfile
import zipfile
import xml.etree.ElementTree as ET

# Elements that are a record. What they hold belongs together; the rest of the file stands outside.
RECORDS = {"sdnEntry", "entity", "INDIVIDUAL", "sanctionEntity", "ENTITY", "Designation", "target", "record", "DistinctParty", "IDRegDocument",
           "SanctionsEntry"}


def data(path):
    """The file's bytes, unpacked: a list of them, since an archive may hold several files."""
    low = path.lower()
    if low.endswith(".tar.gz"):
        with tarfile.open(path) as t:
            return [t.extractfile(m).read() for m in t.getmembers() if m.isfile()]
    if low.endswith(".zip"):
        with zipfile.ZipFile(path) as z:
            return [z.read(n) for n in z.namelist()]
    with (gzip.open if low.endswith(".gz") else open)(path, "rb") as f:
        return [f.read()]


def text_of(raw):
    for encoding in ("utf-8-sig", "cp1252", "latin-1"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def local(tag):
    return tag.rsplit("}", 1)[-1]


def xml(raw):
    record, depth, path = -1, 0, []
    inside = None
    for event, e in ET.iterparse(io.BytesIO(raw), events=("start", "end")):
        name = local(e.tag)
        if event == "start":
            if inside is None and name in RECORDS and path:
                record += 1
                inside, path = len(path), path + [name]
            else:
                path = path + [name]
            continue
        here = None if inside is None else record
        column = "/".join(path[(inside or 0) + (inside is not None):][-3:]) or name
        for k, v in e.attrib.items():
            yield here, column + "@" + local(k), v
        for t in [e.text] + [c.tail for c in e]:
            if t and t.strip():
                yield here, column, t
        path = path[:-1]
        if inside == len(path):
            inside = None
        if inside is None or len(e):
            for c in list(e):
                e.remove(c)


def grid(rows, header_words, first_key=None):
    """Rows under the first row that looks like a header; without one, columns go by their place."""
    header = None
    for i, row in enumerate(rows):
        cells = [str(c) for c in row]
        if header is None and header_words and i < 12 and sum(c.strip().strip('"').lower() in header_words for c in cells) >= 2:
            header = [c.strip() or "#%d" % k for k, c in enumerate(cells)]
            continue
        for k, c in enumerate(cells):
            if c.strip():
                yield (None if header_words and header is None else i), header[k] if header and k < len(header) else "#%d" % k, c


HEADER_WORDS = {"name", "source", "type", "street_address", "city", "group type", "group id", "name 6", "name 1", "unique id", "reference", "country",
                "entity_logicalid", "fileid", "programme", "id", "schema", "caption", "ent_num", "entity_number", "company", "entity", "address",
                "entity_number", "country/region", "sl no", "sl. no", "sl. no.", "names", "list", "date of birth", "name of individual or entity", "title", "regime",
                "jurisdiction", "program", "target_type", "address_line_1", "subject_id", "category", "url", "bank", "naal_wholename", "entity_id", "source list",
                "source_list", "entity number", "party name", "full name", "notice date", "aliases", "country_name", "name_en", "date listed", "website",
                "pdf_url", "annex", "act", "celex"}


def table(raw, name):
    text = text_of(raw).rstrip("\x1a\0 ")
    head = text[:4096]
    line = next((l for l in head.splitlines() if l.strip() and not l.startswith("#")), "")
    if name.endswith(".pip"):
        rows = csv.reader(io.StringIO(text), delimiter="|")
    else:
        sep = max("\t;,", key=line.count)
        rows = csv.reader(io.StringIO("\n".join(l for l in text.split("\n") if not l.startswith("# "))), delimiter=sep)
    headless = re.match(r'\s*"?\d+"?[,|]', head) is not None
    return grid(rows, None if headless else HEADER_WORDS)


NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


TITLES = {"日本語表記", "国名、地域名"}


def workbook(path):
    """Cells of every sheet; hidden phonetic runs are no text of the cell."""
    with zipfile.ZipFile(path) as z:
        shared = []
        if "xl/sharedStrings.xml" in z.namelist():
            for si in ET.fromstring(z.read("xl/sharedStrings.xml")).findall(NS + "si"):
                shared.append("".join(t.text or "" for r in si if local(r.tag) != "rPh" for t in r.iter(NS + "t")))
        base = 0
        for n in sorted(x for x in z.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", x)):
            above = True   # of the row that names the columns
            for row in ET.fromstring(z.read(n)).iter(NS + "row"):
                base += 1
                cells = []
                for c in row.findall(NS + "c"):
                    v, kind = c.find(NS + "v"), c.get("t")
                    t = "".join(x.text or "" for x in c.iter(NS + "t")) if kind == "inlineStr" else (v.text or "") if v is not None else ""
                    if kind == "s" and t:
                        t = shared[int(t)]
                    if t.strip():
                        cells.append((re.sub(r"\d", "", c.get("r", "")), t))
                head = any(t.split()[0] in TITLES for _, t in cells)
                outside = above or head or all(c in "AB" for c, _ in cells)   # titles and notes of sheets
                above = above and not head
                for c, t in cells:
                    yield (None if outside else base), c, t


def leaves(x, column):
    if isinstance(x, dict):
        for k, v in x.items():
            yield from leaves(v, k)
    elif isinstance(x, list):
        for v in x:
            yield from leaves(v, column)
    elif x is not None and not isinstance(x, bool):
        yield column, str(x)


def json_values(raw):
    text = text_of(raw)
    try:
        whole = json.loads(text)
        if isinstance(whole, dict):
            inner = max((v for v in _arrays(whole)), key=len, default=None)
            whole = inner if inner is not None else [whole]
        items = whole
    except ValueError:
        items = [json.loads(l) for l in text.splitlines() if l.strip()]
    for i, item in enumerate(items):
        for column, v in leaves(item, ""):
            yield i, column, v


def _arrays(x):
    for v in (x.values() if isinstance(x, dict) else x):
        if isinstance(v, list) and v and isinstance(v[0], dict):
            yield v
        elif isinstance(v, dict):
            yield from _arrays(v)


def values(path):
    """All values of the file as (record, column, value)."""
    if path.lower().endswith(".xlsx"):
        yield from workbook(path)
        return
    for raw in data(path):
        start = text_of(raw[:200]).lstrip()
        if start.startswith("<"):
            yield from xml(raw)
        elif start[:1] in "{[":
            yield from json_values(raw)
        else:
            yield from table(raw, path.lower())
