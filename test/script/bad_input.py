#!/usr/bin/env python3
"""Bad input: every format gets files that are cut, empty, of the wrong kind, hostile or enormous. Each must end with a clear message within ten
seconds, under AddressSanitizer, and leave the index that stood at the output path byte for byte as it was."""
import gzip, io, json, os, time, zipfile
import shared
from shared import ASAN, RELEASE, ROOT, SHARED, ok, run, skip

CORPUS = os.path.join(ROOT, "test", "corpus")
# One whole file of each format; the CSV ones have the columns of a row to repeat.
XML = {"ofac-xml": "ofac_xml/sdn.xml", "ofac-enhanced": "ofac_enhanced/enhanced.xml", "ofac-advanced": "ofac_advanced/advanced.xml",
       "un-xml": "un/consolidated.xml", "eu-xml": "eu/fsf.xml", "eu-old-xml": "eu/global.xml", "uk-xml": "uk/uksl.xml"}
CSV = {"ofac-csv": "ofac_csv/sdn.csv", "eu-csv": "eu/fsf.csv", "eu-old-csv": "eu/global.csv", "eu-oj-csv": "eu/annex.csv", "uk-csv": "uk/uksl.csv",
       "uk-conlist": "uk/conlist36.csv"}
LIMIT = 10.0


def seed(name):
    with open(os.path.join(CORPUS, name), "rb") as f:
        return f.read()


class Case:
    """A folder with an index that no failing build may touch."""

    def __init__(self, folder):
        self.folder = folder
        self.out = os.path.join(folder, "index.stx")
        good = self.write("good.xml", seed("un/consolidated.xml"))
        status, _, err = run("build", "-q", "-o", self.out, good, binary=ASAN)
        ok(status == 0, "a good list builds", err)
        self.was = open(self.out, "rb").read()
        self.stamp = os.stat(self.out).st_ino

    def write(self, name, data):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as f:
            f.write(data)
        return path

    def restore(self):
        """After a failed test, so that the next one is judged by itself."""
        self.write("index.stx", self.was)
        self.stamp = os.stat(self.out).st_ino

    def untouched(self):
        left = [n for n in os.listdir(self.folder) if ".tmp" in n]
        return open(self.out, "rb").read() == self.was and os.stat(self.out).st_ino == self.stamp and not left

    def faults(self, args, statuses, says, names, binary=ASAN):
        """What is wrong with the way in which this build failed; empty when nothing is."""
        begin = time.monotonic()
        try:
            status, out, err = run("build", "-q", "-o", self.out, *args, binary=binary, timeout=60)
        except Exception as e:
            return f"{args}: {e}"
        took, lines, wrong = time.monotonic() - begin, err.splitlines(), []
        if status not in statuses:
            wrong.append(f"status {status}")
        if not lines or not lines[0].startswith("strait: ") or any(l.startswith("strait: ") for l in lines[1:]):
            wrong.append("not one message")
        elif len(lines) != 2 or not lines[1].startswith("  "):
            wrong.append("no hint")
        if "Sanitizer" in err or "runtime error" in err:
            wrong.append("sanitizer")
        if not lines or (names and names not in lines[0]):
            wrong.append(f"does not name {names}")
        if says and says.lower() not in err.lower():
            wrong.append(f"does not say {says!r}")
        if any(ord(c) < 32 and c != "\n" for c in err):
            wrong.append("control characters")
        if took > LIMIT:
            wrong.append(f"took {took:.1f} s")
        if not self.untouched():
            wrong.append("the old index was touched")
            self.restore()
        return f"{args}: {', '.join(wrong)}\n{err}" if wrong else ""

    def fails(self, title, data, says="", statuses=(3,), name="bad.dat", args=None, names=None, binary=ASAN):
        path = self.write(name, data) if data is not None else None
        wrong = self.faults(args or [path], statuses, says, names if names is not None else name, binary)
        if path:
            os.remove(path)
        return ok(not wrong, title, wrong)

    def builds(self, args):
        """Builds beside the index; the manifest, or the message."""
        out = os.path.join(self.folder, "other.stx")
        status, _, err = run("build", "-q", "-o", out, *args, binary=ASAN)
        if status:
            return None, err
        text = run("info", out, "--json", "--messages", binary=ASAN)[1]
        shown = run("info", out, "--messages", binary=ASAN)[1]
        os.remove(out)
        return json.loads(text), shown


def cut(case, fmt, data, points, named=True):
    """Truncations. A CSV that is cut between two records is a whole smaller file, which no reader can tell: so it may load, but not with a party
    more, and never without a word when it is cut inside a record."""
    wrong = []
    for n in points:
        path = case.write("cut.dat", data[:n])
        info, text = case.builds([path])
        if info is None:
            wrong.append(case.faults([path], (3,), "", "cut.dat"))
        elif fmt not in CSV:
            wrong.append(f"{fmt} cut at {n} of {len(data)} loads")
        elif len(data[:n].splitlines()[-1].rstrip()) < len(data[:n + 4000].splitlines()[len(data[:n].splitlines()) - 1].rstrip(b" \x1a")):
            if not any(l["bad"] or l["warnings"] for l in info["lists"]):
                wrong.append(f"{fmt} cut at {n} of {len(data)}, inside a record, loads without a word\n{text}")
        os.remove(path)
    return "\n".join(w for w in wrong if w)


def points(data, n):
    """Lengths spread over the file, and its last bytes."""
    step = max(1, len(data) // n)
    last = data.rstrip()
    return sorted(set(range(1, len(data), step)) | {len(last) - k for k in (1, 2, 5, 12)})


def truncations(case):
    for fmt, name in XML.items():
        wrong = cut(case, fmt, seed(name), [p for p in points(seed(name), 12) if p < len(seed(name).rstrip())])
        ok(not wrong, f"{fmt}: cut anywhere fails", wrong)


def every_format(case):
    for fmt, name in {**XML, **CSV}.items():
        data, xml = seed(name), fmt in XML
        text = data.decode("utf-8")
        forced = lambda p: [f"{fmt}:{p}"]
        wrong = []

        def expect(label, bytes_, says="", args=forced):
            path = case.write("bad.dat", bytes_)
            w = case.faults(args(path), (3,), says, "bad.dat")
            if w:
                wrong.append(f"{label}: {w}")
            os.remove(path)

        plain = lambda p: [p]
        expect("empty", b"", "empty")
        expect("blanks", b" \n\n \n")
        expect("empty, told by content", b"", "empty", plain)
        expect("HTML", b"<!DOCTYPE html>\n<html><body>Service unavailable</body></html>\n", "", plain)
        expect("HTML as this format", b"<!DOCTYPE html>\n<html><body>Service unavailable</body></html>\n")
        expect("UTF-16", text.encode("utf-16"), "UTF-16", plain)
        expect("NUL bytes", b"\0" * 70000, "NUL", plain)
        expect("NUL bytes as this format", b"\0" * 70000)
        expect("NUL behind a good beginning", data[:len(data) // 2] + b"\0" * 100000)
        if xml:
            head = data.index(b">", data.index(b"<", data.index(b"?>") if b"?>" in data else 0)) + 1
            root = data[data.index(b"<", data.index(b"?>")) + 1:head].split()[0].rstrip(b">").decode()
            body = text[text.index("?>") + 2:]
            expect("only the root", f"<?xml version='1.0'?><{root}></{root}>".encode())
            latin = text.replace("Sample", "Sampl\u00e9").replace("SAMPLE", "S\u00c4MPLE")
            expect("Latin-1 that says UTF-8", latin.encode("latin-1", "replace"), "")
            expect("an entity bomb", ("<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
                f"<!ENTITY {chr(98 + i)} '{('&' + chr(97 + i) + ';') * 10}'>" for i in range(9)) + "]>" + body.replace("SAMPLE", "&j;")).encode(), "DOCTYPE")
            expect("an external entity", ("<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + body.replace("SAMPLE", "&a;")).encode(), "DOCTYPE")
            expect("an entity that is not declared", text.replace("SAMPLE", "&nowhere;").encode())
            expect("100,000 elements in each other", data[:head] + b"<x>" * 100000, "nested")
            expect("an attribute twice", data[:head] + b"<x a='1' a='2'/>" + data[head:])
        else:
            lines = data.splitlines(keepends=True)
            header = {"ofac-csv": 0, "uk-csv": 2, "uk-conlist": 2}.get(fmt, 1)
            if header and fmt != "eu-oj-csv":   # an act whose annex was repealed has no record, and is right
                expect("only the header", b"".join(lines[:header]))
            if header:
                expect("no header", b"".join(lines[header:]))
            if fmt in ("eu-csv", "eu-oj-csv"):   # the others are read as Windows-1252 where they are not UTF-8
                expect("Latin-1", text.replace("Sample", "Sampl\u00e9").replace("SAMPLE", "S\u00c4MPLE").encode("latin-1", "replace"))
            good = lines[header:]
            row = good[1 if len(good) > 1 else 0]
            expect("columns lost on every 50th line", b"".join(lines[:header]) + b"".join(
                b"1\n" if i % 50 == 49 else row for i in range(500)) if fmt == "ofac-csv" else b"".join(lines[:header]) + b"".join(
                b";;\n" if i % 50 == 49 and b";" in row else b",,\n" if i % 50 == 49 else row for i in range(500)), "damaged")
        ok(not wrong, f"{fmt}: empty, wrong kind, wrong encoding, hostile, damaged", "\n".join(wrong))


def hostile_files(case):
    """What does not depend on the format."""
    un = seed("un/consolidated.xml")
    case.fails("100 MB in one XML text", un.replace(b"SAMPLE", b"A" * 100_000_000, 1), "16 MiB", binary=RELEASE)
    case.fails("100 MB in one CSV field", b'1,"' + b"A" * 100_000_000 + b'",-0-,"CUBA",-0-,-0-,-0-,-0-,-0-,-0-,-0-,-0-\n', args=None, binary=RELEASE)
    rows = b"".join(b'%d,"SAMPLE %d",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n' % (i, i) for i in range(1, 6))
    case.fails("100 MB in one field behind good records", rows + b'7,"' + b"A" * 100_000_000 + b'",-0-\n', "damaged", binary=RELEASE)
    bomb = io.BytesIO()
    with gzip.GzipFile(fileobj=bomb, mode="wb", mtime=0) as g:
        g.write(un.rstrip()[:-len(b"</CONSOLIDATED_LIST>")])
        for _ in range(64):
            g.write(b" " * (1 << 20))
    case.fails("a gzip bomb", bomb.getvalue(), "unpacks to far more", binary=RELEASE)
    case.fails("gzip cut off", gzip.compress(un, mtime=0)[:300], "cut off")
    case.fails("gzip with a wrong checksum", gzip.compress(un, mtime=0)[:-8] + b"\0" * 8)
    z = io.BytesIO()
    with zipfile.ZipFile(z, "w", zipfile.ZIP_DEFLATED) as f:
        f.writestr("a/consolidated.xml", un)
        f.writestr("sdn.csv", seed("ofac_csv/sdn.csv"))
    case.fails("a zip with two lists", z.getvalue(), "more than one list")
    case.fails("a zip cut off", z.getvalue()[:len(z.getvalue()) // 2])
    z = io.BytesIO()
    with zipfile.ZipFile(z, "w") as f:
        f.writestr("readme.txt", "hello")
    case.fails("a zip without a list", z.getvalue())
    z = io.BytesIO()
    with zipfile.ZipFile(z, "w") as f:
        for i in range(1200):
            f.writestr(f"{i}.txt", "hello")
    case.fails("a zip with too many members", z.getvalue(), "too many members")
    case.fails("a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF")
    case.fails("bytes without order", bytes((i * 7919 + i // 256) % 251 for i in range(5000)))
    case.fails("an escape sequence in the first line is not obeyed", b"\x1b[2Jname;x\n1;2\n")


def long_texts(case):
    """A megabyte of one word in every text that is looked into: time must grow with the length, not with its square."""
    forms = {
        "un": "<CONSOLIDATED_LIST dateGenerated='2026-01-02T00:00:00Z'><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>A</FIRST_NAME>"
              "<COMMENTS1>{}</COMMENTS1><INDIVIDUAL_ALIAS><ALIAS_NAME>{}</ALIAS_NAME></INDIVIDUAL_ALIAS><INDIVIDUAL_DOCUMENT><NUMBER>{}</NUMBER>"
              "</INDIVIDUAL_DOCUMENT></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>",
        "eu": "<export><sanctionEntity logicalId='1'><remark>{}</remark><subjectType code='person'/><nameAlias wholeName='x'/><birthdate city='x'>"
              "<remark>{}</remark></birthdate></sanctionEntity></export>",
        "uk": "<Designations><Designation><UniqueID>A1</UniqueID><Names><Name><Name6>x</Name6></Name></Names><OtherInformation>{}</OtherInformation>"
              "<IndividualDetails><Individual><DOBs><DOB>{}</DOB></DOBs><Nationalities><Nationality>{}</Nationality></Nationalities><PassportDetails>"
              "<Passport><PassportNumber>{}</PassportNumber></Passport></PassportDetails></Individual></IndividualDetails></Designation></Designations>",
        "ofac": "<sdnList><sdnEntry><uid>1</uid><lastName>A</lastName><title>{}</title><sdnType>Individual</sdnType><remarks>{}</remarks></sdnEntry></sdnList>",
    }
    words = ["(1) ", "a) ", "; ", " or ", "1961, ", "INN: ", "\u0418\u041d\u041d ", "(", "passport no. ", "a.k.a. 'x'; ", "wife of x; ", "QDi.001 ", "PHONE["]
    slow = []
    for name, form in forms.items():
        for w in words:
            text = w * (1_000_000 // len(w.encode()))
            path = case.write("long.xml", ("<?xml version='1.0'?>" + form.format(*[text] * 4)).encode())
            begin = time.monotonic()
            status, _, err = run("build", "-q", "-o", os.path.join(case.folder, "long.stx"), path)
            took = time.monotonic() - begin
            if status or took > 3:
                slow.append(f"{name}, a megabyte of {w!r}: {took:.1f} s, status {status} {err}")
    for n in ("long.xml", "long.stx"):
        os.remove(os.path.join(case.folder, n))
    ok(not slow, "a megabyte of one word takes no time", "\n".join(slow))


def paths(case):
    folder = os.path.join(case.folder, "sub")
    os.mkdir(folder)
    case.fails("an empty folder", None, "no list", args=[folder], names="")
    case.fails("a file that is not there", None, "No such file", (4,), args=[os.path.join(folder, "no.xml")], names="no.xml")
    fifo = os.path.join(folder, "fifo")
    os.mkfifo(fifo)
    case.fails("a pipe instead of a file", None, "regular file", (2,), args=[fifo], names="fifo")
    os.remove(fifo)
    secret = case.write("secret.xml", seed("un/consolidated.xml"))
    os.chmod(secret, 0)
    if os.geteuid() == 0:
        skip("a file that may not be read", "root may read everything")
    else:
        case.fails("a file that may not be read", None, "Permission", (4,), args=[secret], names="secret.xml")
    os.remove(secret)
    good = os.path.join(case.folder, "good.xml")
    status, _, err = run("build", "-q", "-o", folder, good, binary=ASAN)
    ok(status == 2 and os.listdir(folder) == [] and folder in err, "a folder as the index file", err)
    status, _, err = run("build", "-q", "-o", os.path.join(case.folder, "no", "x.stx"), good, binary=ASAN)
    ok(status == 4 and "x.stx" in err, "an index file in a folder that is not there", err)
    status, _, err = run("info", good, binary=ASAN)
    ok(status == 3 and "good.xml" in err, "a list is no index", err)
    for n in (1, 64, 500, len(case.was) - 1):
        path = case.write("cut.stx", case.was[:n])
        status, _, err = run("info", path, binary=ASAN)
        ok(status == 3 and "cut.stx" in err and "Sanitizer" not in err, f"an index cut at {n} is refused", err)
    path = case.write("cut.stx", case.was[:700] + bytes([case.was[700] ^ 1]) + case.was[701:])
    status, _, err = run("info", path, binary=ASAN)
    ok(status == 3 and "cut.stx" in err, "an index with one changed bit is refused", err)
    os.remove(path)
    os.rmdir(folder)


def main_rows(n, damaged=()):
    return b"".join(b'%d,"SAMPLE, NUMBER %d,-0-\n' % (i, i) if i in damaged else
                    b'%d,"SAMPLE NUMBER %d",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n' % (i, i) for i in range(1, n + 1))


def damaged_records(case):
    path = case.write("sdn.csv", main_rows(200, {120}))
    info, text = case.builds([path])
    good = info and info["lists"][0]["bad"] == 1 and info["lists"][0]["parties"] == 199
    ok(good, "a lost quote in one of 200 lines costs that record alone", text)
    message = info["lists"][0]["messages"][0] if info else {}
    ok(message.get("line") == 120 and message.get("bad") and "quote" in message["text"] and "sdn.csv" in text and "line 120: left out: " in text,
       "it is reported with file, line and reason", text)
    case.fails("two damaged records of 150 are over one in a hundred", main_rows(150, {20, 70}), "line 20", name="sdn.csv")
    info, text = case.builds(["--max-bad", "20", case.write("sdn.csv", main_rows(150, {20, 70}))])
    ok(info and info["lists"][0]["bad"] == 2, "--max-bad 20 allows them", text)
    case.fails("no bad record is allowed among fewer than a hundred", main_rows(60, {30}), "line 30", name="sdn.csv")
    os.remove(os.path.join(case.folder, "sdn.csv")) if os.path.exists(os.path.join(case.folder, "sdn.csv")) else None
    people = seed("un/consolidated.xml").decode()
    begin, end = people.index("<ENTITY>"), people.index("</ENTITY>") + 9
    entity = people[begin:end]
    many = "".join(entity.replace("6900002", str(6900002 + i)).replace("QDe.002", f"QDe.{i + 200}") for i in range(150))
    many = many.replace("<FIRST_NAME>SAMPLE FOUNDATION</FIRST_NAME>", "", 1)
    info, text = case.builds([case.write("un.xml", (people[:begin] + many + people[end:]).encode())])
    ok(info and info["lists"][0]["bad"] == 1 and "line " in text, "an XML record without a name costs that record", text)
    os.remove(os.path.join(case.folder, "un.xml"))


def contradictions(case):
    un = seed("un/consolidated.xml")
    a, b = case.write("a.xml", un), case.write("b.xml", un.replace(b"2025-11-20T", b"2025-12-20T"))
    case.fails("two dates of one list", None, "--history", args=[a, b], names="un_sc")
    info, text = case.builds(["--history", a, b])
    ok(info and [l["date"] for l in info["lists"]] == ["2025-11-20", "2025-12-20"], "--history keeps both", text)
    case.fails("one list twice", None, "there twice", args=[a, a], names="un_sc")
    case.fails("one list twice is an error with --history too", None, "there twice", args=["--history", a, a], names="un_sc")
    alt = os.path.join(CORPUS, "ofac_csv", "alt.csv")
    info, text = case.builds([alt])
    ok(info and info["lists"][0]["orphans"] == 3 and info["lists"][0]["parties"] == 0, "aliases without their main file are orphans, and counted", text)
    status, out, err = run("build", "-o", os.path.join(case.folder, "o.stx"), alt, binary=ASAN)
    ok(status == 0 and "3 parties are known only from alias or address rows" in err, "... and the build says so", err)
    info, text = case.builds([alt, os.path.join(CORPUS, "ofac_csv", "sdn.csv")])
    good = info and info["lists"][0]["orphans"] == 1 and info["lists"][0]["records"].get("alt orphans (ent_num not in sdn.csv)") == 1
    ok(good, "with the main file only rows that match no entry are", text)
    for p in (a, b, os.path.join(case.folder, "o.stx")):
        os.remove(p)
    xml = seed("ofac_xml/sdn.xml")
    case.fails("fewer records than the header states", xml.replace(b"<Record_Count>3", b"<Record_Count>4"), "the header says 4")


def real_lists(case):
    base = os.path.join(SHARED, "lists")
    if not os.path.isdir(base):
        skip("damaged files that publishers and others have made", "the shared lists are not here")
        return
    wrong = []
    for folder in ("damaged", "us_ofac/damaged_watchman"):
        for name in sorted(os.listdir(os.path.join(base, folder))):
            path = os.path.join(base, folder, name)
            w = case.faults([path], (3,), "", name, RELEASE)
            if w:
                wrong.append(w)
    ok(not wrong, "the damaged files of the shared data are refused", "\n".join(wrong))
    cuts = {"un-xml": "un/un_2025-12.xml", "ofac-enhanced": "us_ofac/enhanced_xml/IRGC_subset_2024-08-28.xml", "ofac-xml": "us_ofac/cons_xml/cons_2025-03-28.xml"}
    wrong = []
    for fmt, name in cuts.items():
        with open(os.path.join(base, name), "rb") as f:
            data = f.read()
        for n in (len(data) // 3, len(data) // 2, len(data.rstrip()) - 1):
            w = case.faults([case.write("cut.xml", data[:n])], (3,), "", "cut.xml", RELEASE)
            if w:
                wrong.append(f"{fmt} at {n}: {w}")
    ok(not wrong, "real lists cut off are refused", "\n".join(wrong))


def main():
    if not os.path.exists(ASAN):
        ok(False, "build/asan/strait is there")
        return
    with shared.folder() as folder:
        case = Case(folder)
        truncations(case)
        for fmt, name in CSV.items():
            wrong = cut(case, fmt, seed(name), points(seed(name), 12))
            ok(not wrong, f"{fmt}: cut anywhere loads no less in silence", wrong)
        every_format(case)
        hostile_files(case)
        long_texts(case)
        paths(case)
        damaged_records(case)
        contradictions(case)
        real_lists(case)
        ok(case.untouched(), "the index is what it was at the beginning")
    shared.done()


if __name__ == "__main__":
    main()
