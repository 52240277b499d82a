#!/usr/bin/env python3
"""strait fetch against a local server: good, unchanged, truncated, wrong, shrunken, older, slow, redirecting and failing answers, kills, locks.

Called with the folders of builds; each one's strait runs the whole suite. Prints TAP."""
import ctypes
import gzip
import hashlib
import http.server
import json
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

# ---- lists that are served: the shape of the Security Council's file, with people that nobody is ------------------------------------------


def un_list(people, date="2025-03-01"):
    rows = "".join(
        f"<INDIVIDUAL><DATAID>{6900000 + i}</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>SAMPLE</FIRST_NAME>"
        f"<SECOND_NAME>PERSON {i}</SECOND_NAME><UN_LIST_TYPE>Sample</UN_LIST_TYPE><REFERENCE_NUMBER>SAi.{i:03d}</REFERENCE_NUMBER>"
        f"<LISTED_ON>2024-01-15</LISTED_ON></INDIVIDUAL>\n" for i in range(people))
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<CONSOLIDATED_LIST dateGenerated="{date}T10:00:00.000Z">\n'
            f"<INDIVIDUALS>{rows}</INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>\n").encode()


# ---- the server -------------------------------------------------------------------------------------------------------------------------


class Server:
    """Answers by path; each answer is a function of the request's handler. Keeps what was asked."""

    def __init__(self):
        outer = self
        self.answers, self.asked = {}, []

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                outer.asked.append((self.path, dict(self.headers)))
                self.close_connection = True
                try:
                    outer.answers.get(self.path, not_found)(self)
                except (BrokenPipeError, ConnectionResetError):
                    pass

            def log_message(self, *args):
                pass

        class Threaded(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass

        self.server = Threaded(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def send(h, status, body=b"", **headers):
    h.send_response(status)
    for k, v in headers.items():
        h.send_header(k.replace("_", "-"), v)
    if "Content_Length" not in headers and status != 304:
        h.send_header("Content-Length", str(len(body)))
    h.end_headers()
    if status != 304:
        h.wfile.write(body)


def not_found(h):
    send(h, 404, b"<html><body>no such file</body></html>", Content_Type="text/html")


def good(body, etag=None, modified=None, **more):
    def answer(h):
        headers = dict(more)
        if etag:
            headers["ETag"] = etag
        if modified:
            headers["Last_Modified"] = modified
        if (etag and h.headers.get("If-None-Match") == etag) or (modified and not etag and h.headers.get("If-Modified-Since") == modified):
            return send(h, 304, **headers)
        send(h, 200, body, **headers)
    return answer


def redirect(to, status=302):
    return lambda h: send(h, status, b"moved", Location=to)


# ---- one suite ---------------------------------------------------------------------------------------------------------------------------


class Suite:
    def __init__(self, strait, label, tap):
        self.strait, self.label, self.tap = strait, label, tap
        self.server = Server()
        self.root = tempfile.mkdtemp(prefix="strait-fetch-")
        self.number = 0
        self.env = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
        self.env["no_proxy"] = "*"

    def fresh(self):
        """A folder, a path on the server and a table of sources that leads to it."""
        self.number += 1
        self.into = os.path.join(self.root, f"into{self.number}")
        self.path = f"/{self.number}/consolidated.xml"
        self.table = os.path.join(self.root, f"sources{self.number}.tsv")
        self.write_table(self.server.base + self.path)
        self.server.asked.clear()

    def write_table(self, url, list_id="un_sc", fmt="un-xml", min_bytes=0, min_parties=0, file="consolidated.xml"):
        with open(self.table, "w", encoding="utf-8") as f:
            f.write("list\tpublisher\turl\tfile\tformat\tmin_bytes\tmin_parties\n")
            f.write(f"{list_id}\tSample\t{url}\t{file}\t{fmt}\t{min_bytes}\t{min_parties}\n")

    def serve(self, answer):
        self.server.answers[self.path] = answer

    def command(self, *args):
        return [self.strait, "fetch", "--into", self.into, "--sources", self.table, *args]

    def run(self, *args, json_out=True):
        p = subprocess.run(self.command(*(("--json",) if json_out else ()), *args), capture_output=True, env=self.env, timeout=120)
        out = p.stdout.decode()
        report = json.loads(out) if json_out and out.strip() else None
        return p.returncode, (report["lists"][0] if report and report["lists"] else out), p.stderr.decode()

    def folder(self, name=""):
        return os.path.join(self.into, "un_sc", name)

    def current(self):
        with open(self.folder("current"), "rb") as f:
            return f.read()

    def versions(self):
        return sorted(n for n in os.listdir(self.folder()) if n[0] != "." and n != "current")

    def start(self, body=None, *args):
        """A folder that keeps a good version of 100 people of 2025-03-01."""
        self.fresh()
        self.serve(good(body or un_list(100)))
        status, r, err = self.run(*args)
        assert status == 0 and r["status"] == "new", (status, r, err)
        self.server.asked.clear()

    def stays(self, want_status, want_exit, *reasons, args=()):
        """The next run ends so, says why, and leaves the kept version and nothing else."""
        before, names = self.current(), self.versions()
        status, r, err = self.run(*args)
        assert (r["status"], status) == (want_status, want_exit), (status, r, err)
        for reason in reasons:
            assert re.search(reason, r["reason"] or ""), (reason, r)
        assert self.current() == before and self.versions() == names, self.versions()
        assert os.listdir(self.folder(".incoming")) == []
        return r

    def all(self):
        for name in [n for n in dir(self) if n.startswith("test_")]:
            self.tap.one(f"{self.label} fetch: {name[5:].replace('_', ' ')}", getattr(self, name))
        self.server.stop()
        shutil.rmtree(self.root, ignore_errors=True)

    # -- what is good

    def test_first_download_is_kept(self):
        self.fresh()
        body = un_list(100)
        self.serve(good(body, etag='"a"'))
        status, r, _ = self.run()
        sha = hashlib.sha256(body).hexdigest()
        assert status == 0 and r["status"] == "new" and r["parties"] == 100 and r["bytes"] == len(body) and r["date"] == "2025-03-01", r
        assert r["sha256"] == sha and r["file"] == f"2025-03-01_{sha[:8]}.xml" and r["before"] is None, r
        assert os.readlink(self.folder("current")) == r["file"] and self.current() == body and self.versions() == [r["file"]]

    def test_etag_is_asked_with_and_304_is_unchanged(self):
        self.fresh()
        self.serve(good(un_list(100), etag='W/"v1"'))
        assert self.run()[0] == 0
        for _ in range(2):   # what was asked with is kept over a 304
            status, r, _ = self.run()
            assert status == 0 and r["status"] == "unchanged" and r["parties"] == 100, r
        assert [h.get("If-None-Match") for _, h in self.server.asked] == [None, 'W/"v1"', 'W/"v1"']

    def test_etag_outlives_a_304_that_does_not_repeat_it(self):
        self.fresh()
        self.serve(lambda h: send(h, 304) if h.headers.get("If-None-Match") == '"v"' else send(h, 200, un_list(100), ETag='"v"'))
        assert [self.run()[1]["status"] for _ in range(3)] == ["new", "unchanged", "unchanged"]
        assert [h.get("If-None-Match") for _, h in self.server.asked] == [None, '"v"', '"v"']

    def test_last_modified_is_asked_with(self):
        self.fresh()
        day = "Sat, 01 Mar 2025 10:00:00 GMT"
        self.serve(good(un_list(100), modified=day))
        assert self.run()[0] == 0
        assert self.run()[1]["status"] == "unchanged"
        assert self.server.asked[1][1].get("If-Modified-Since") == day

    def test_force_asks_without_condition(self):
        self.fresh()
        self.serve(good(un_list(100), etag='"v"'))
        self.run()
        assert self.run("--force")[1]["status"] == "unchanged"
        assert "If-None-Match" not in self.server.asked[1][1]

    def test_condition_belongs_to_its_address(self):
        self.fresh()
        self.serve(good(un_list(100), etag='"v"'))
        self.run()
        self.write_table(self.server.base + "/other.xml")
        self.server.answers["/other.xml"] = good(un_list(100))
        assert self.run()[1]["status"] == "unchanged"
        assert "If-None-Match" not in self.server.asked[1][1]

    def test_same_bytes_under_a_new_etag_are_unchanged(self):
        self.fresh()
        self.serve(good(un_list(100), etag='"v1"'))
        self.run()
        self.serve(good(un_list(100), etag='"v2"'))
        assert self.run()[1]["status"] == "unchanged" and len(self.versions()) == 1
        self.run()
        assert self.server.asked[-1][1].get("If-None-Match") == '"v2"'

    def test_unasked_304_fails(self):
        self.start()
        self.serve(lambda h: send(h, 304))
        self.stays("failed", 4, "not modified")

    def test_new_version_is_kept_beside_the_old(self):
        self.start()
        body = un_list(101, "2025-04-02")
        self.serve(good(body))
        status, r, _ = self.run()
        assert status == 0 and r["status"] == "new" and r["before"]["parties"] == 100 and r["before"]["date"] == "2025-03-01", r
        assert len(self.versions()) == 2 and self.current() == body

    def test_keep_prunes_the_oldest(self):
        self.start()
        for month in range(4, 9):
            self.serve(good(un_list(100, f"2025-{month:02d}-01")))
            assert self.run("--keep", "3")[0] == 0
        assert [n[:10] for n in self.versions()] == ["2025-06-01", "2025-07-01", "2025-08-01"], self.versions()
        open(self.folder("notes.txt"), "w").close()
        self.serve(good(un_list(100, "2025-09-01")))
        self.run("--keep", "1")
        assert [n[:10] for n in self.versions()] == ["2025-09-01", "notes.txt"], self.versions()

    def test_gzip_encoding_is_undone(self):
        self.fresh()
        body = un_list(100)
        self.serve(good(gzip.compress(body), Content_Encoding="gzip"))
        status, r, _ = self.run()
        assert status == 0 and r["bytes"] == len(body) and self.current() == body, r

    def test_gzip_file_is_kept_as_it_is(self):
        self.fresh()
        self.write_table(self.server.base + self.path, file="consolidated.xml.gz")
        body = gzip.compress(un_list(100))
        self.serve(good(body, Content_Type="application/gzip"))
        status, r, _ = self.run()
        assert status == 0 and r["parties"] == 100 and r["bytes"] == len(un_list(100)) and r["file"].endswith(".xml.gz"), r
        assert self.current() == body

    def test_line_for_people(self):
        self.start()
        status, out, _ = self.run(json_out=False)
        assert status == 0 and re.fullmatch(r"un_sc +unchanged +2025-03-01 +100 parties +\d+ bytes\n", out), out
        self.serve(good(b"<html><body>Access denied</body></html>"))
        status, out, _ = self.run(json_out=False)
        assert status == 3 and re.match(r"un_sc +refused +.*HTML", out) and out.count("\n") == 1, out

    def test_build_reads_the_current_version(self):
        self.start()
        self.serve(good(un_list(110, "2025-04-01")))
        self.run()
        index = os.path.join(self.root, "index.stx")

        def lists(*args):
            p = subprocess.run([self.strait, "build", "-o", index, *args], capture_output=True, env=self.env, timeout=60)
            assert p.returncode == 0, p.stderr
            p = subprocess.run([self.strait, "info", "--json", index], capture_output=True, env=self.env, timeout=60)
            read = json.loads(p.stdout)["lists"]
            assert all(re.fullmatch(x["date"] + "_[0-9a-f]{8}.xml", os.path.basename(x["file"])) for x in read), read
            return [(x["date"], x["parties"]) for x in read]
        assert lists(self.into) == lists(self.folder("current")) == [("2025-04-01", 110)]
        assert lists("--history", self.into) == [("2025-03-01", 100), ("2025-04-01", 110)]

    # -- what is bad

    def test_short_body_fails(self):
        self.start()
        body = un_list(150, "2025-04-01")
        self.serve(lambda h: send(h, 200, body[:-100], Content_Length=str(len(body))))
        self.stays("failed", 4, "before the download was whole")

    def test_truncated_xml_of_right_length_is_refused(self):
        self.start()
        self.serve(good(un_list(100, "2025-04-01")[:-200]))
        self.stays("refused", 3)

    def test_empty_body_is_refused(self):
        self.start()
        self.serve(good(b""))
        self.stays("refused", 3, "empty")

    def test_html_with_status_200_is_refused(self):
        self.start()
        self.serve(good(b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in</body></html>", Content_Type="application/xml"))
        self.stays("refused", 3, "HTML")

    def test_other_format_is_refused(self):
        self.fresh()
        self.write_table(self.server.base + self.path, fmt="eu-xml")
        self.serve(good(un_list(100)))
        status, r, _ = self.run()
        assert status == 3 and r["status"] == "refused" and "un-xml" in r["reason"] and not os.path.lexists(self.folder("current")), r

    def test_other_list_is_refused(self):
        self.fresh()
        self.write_table(self.server.base + self.path, list_id="un_other")
        self.serve(good(un_list(100)))
        status, r, _ = self.run()
        assert status == 3 and "another list: un_sc" in r["reason"], r

    def test_first_list_below_the_smallest_is_refused(self):
        self.fresh()
        self.write_table(self.server.base + self.path, min_parties=101)
        self.serve(good(un_list(100)))
        status, r, _ = self.run()
        assert status == 3 and "only 100 parties" in r["reason"], r
        self.write_table(self.server.base + self.path, min_bytes=10_000_000)
        status, r, _ = self.run()
        assert status == 3 and "bytes" in r["reason"], r
        assert self.run("--force")[1]["status"] == "new"

    def test_shrunken_list_is_refused_up_to_the_limit(self):
        self.start()
        self.serve(good(un_list(79, "2025-04-01")))
        self.stays("refused", 3, "shrank from 100 parties to 79")
        self.stays("refused", 3, "shrank", args=("--max-shrink", "0"))
        status, r, _ = self.run("--max-shrink", "25")
        assert status == 0 and r["status"] == "new" and r["parties"] == 79, r
        self.serve(good(un_list(10, "2025-05-01")))
        assert self.run("--force")[1]["status"] == "new"

    def test_older_date_is_refused(self):
        self.start()
        self.serve(good(un_list(100, "2025-02-28")))
        self.stays("refused", 3, "2025-02-28, is older")
        assert self.run("--force")[1]["status"] == "new" and b"2025-02-28" in self.current()

    def test_date_ahead_is_refused(self):
        self.start()
        self.serve(good(un_list(100, "2999-01-01")))
        self.stays("refused", 3, "lies ahead")

    def test_broken_gzip_encoding_fails(self):
        self.start()
        self.serve(good(gzip.compress(un_list(120, "2025-04-01"))[:-40], Content_Encoding="gzip"))
        status, r, _ = self.run()
        assert status in (3, 4) and r["status"] in ("failed", "refused") and len(self.versions()) == 1, r

    def test_error_statuses_fail(self):
        self.start()
        for code in (400, 403, 404, 410, 429, 500, 503):
            self.serve(lambda h, code=code: send(h, code, un_list(100, "2025-06-01")))
            self.stays("failed", 4, f"status {code}")

    def test_slow_answer_times_out(self):
        self.start()
        self.serve(lambda h: time.sleep(20))
        began = time.monotonic()
        self.stays("failed", 4, "too slow", args=("--timeout", "1"))
        assert time.monotonic() - began < 10

    def drip(self, body, step, pause):
        def answer(h):
            h.send_response(200)
            h.send_header("Content-Length", str(len(body)))
            h.end_headers()
            for i in range(0, len(body), step):
                h.wfile.write(body[i:i + step])
                time.sleep(pause)
        return answer

    def test_dripping_body_times_out(self):
        """Too slow by its speed, and, though fast enough, too long in all."""
        self.start()
        for step, pause, limit in ((1, 0.1, "1"), (1000, 0.2, "2")):
            self.serve(self.drip(un_list(1000, "2025-06-01"), step, pause))
            began = time.monotonic()
            self.stays("failed", 4, "too slow", args=("--timeout", limit))
            assert time.monotonic() - began < 10

    def test_nobody_listens(self):
        self.start()
        s = socket.socket()
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
        s.close()
        self.write_table(f"http://127.0.0.1:{port}/consolidated.xml")
        self.stays("failed", 4, "failed")

    def test_untrusted_certificate_fails(self):
        self.start()
        import ssl
        pem = os.path.join(self.root, "tls.pem")
        if not shutil.which("openssl"):
            return "no openssl command"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", pem, "-out", pem + ".crt", "-days", "2",
                        "-subj", "/CN=127.0.0.1"], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem + ".crt", pem)
        tls = Server()
        tls.server.socket = context.wrap_socket(tls.server.socket, server_side=True)
        tls.answers["/x.xml"] = good(un_list(100, "2025-06-01"))
        self.write_table(tls.base.replace("http:", "https:") + "/x.xml")
        self.stays("failed", 4, "no trusted connection")
        tls.stop()

    # -- redirects

    def test_redirects_are_followed(self):
        self.fresh()
        for status in (301, 302, 303, 307, 308):
            self.server.answers[f"/hop{status}"] = redirect(f"/{self.number}/end", status)
            self.serve(redirect(self.server.base + f"/hop{status}", status))
            self.server.answers[f"/{self.number}/end"] = good(un_list(100, f"2025-05-{status - 300 + 1:02d}"))
            assert self.run("--force")[1]["status"] == "new", status

    def test_redirect_loop_ends(self):
        self.start()
        self.serve(redirect(self.path))
        self.stays("failed", 4, "more than 5 redirects")
        assert len(self.server.asked) == 6, len(self.server.asked)

    def test_redirect_to_a_file_is_not_followed(self):
        self.start()
        secret = os.path.join(self.root, "other.xml")
        with open(secret, "wb") as f:
            f.write(un_list(120, "2025-06-01"))
        for to in (f"file://{secret}", "ftp://127.0.0.1/x.xml", "gopher://127.0.0.1/x", "data:text/xml,<a/>"):
            self.serve(redirect(to))
            self.stays("failed", 4, "neither http nor https|without saying where")

    def test_redirect_to_nowhere_fails(self):
        self.start()
        self.serve(lambda h: send(h, 302, un_list(100, "2025-06-01")))
        self.stays("failed", 4, "without saying where")

    # -- mirrors

    def test_mirror_folder(self):
        self.fresh()
        mirror = os.path.join(self.root, f"mirror{self.number}")
        os.mkdir(mirror)
        status, r, _ = self.run("--mirror", mirror)
        assert status == 4 and "has none of" in r["reason"], r
        for name in ("un_sc.xml", "consolidated.xml", "un_sc", "un_sc.2025.xml"):
            with open(os.path.join(mirror, name), "wb") as f:
                f.write(un_list(100))
            status, r, _ = self.run("--mirror", mirror)
            assert status == 0 and r["status"] in ("new", "unchanged"), r
            os.unlink(os.path.join(mirror, name))
        for name in ("un_sc.xml", "consolidated.xml"):
            with open(os.path.join(mirror, name), "wb") as f:
                f.write(un_list(100))
        status, r, _ = self.run("--mirror", mirror)
        assert status == 4 and "two files" in r["reason"], r
        assert self.server.asked == []

    def test_mirror_that_strait_fetch_made(self):
        self.start()
        made, body = self.into, self.current()
        self.fresh()
        status, r, _ = self.run("--mirror", made)
        assert status == 0 and r["status"] == "new" and self.current() == body, r
        assert os.path.isfile(os.path.join(made, "un_sc", "current"))

    def test_mirror_address(self):
        self.fresh()
        base = f"/mirror{self.number}"
        self.server.answers[base + "/consolidated.xml"] = good(un_list(100), etag='"m"')
        status, r, _ = self.run("--mirror", self.server.base + base)
        assert status == 0 and r["status"] == "new", r
        assert [p for p, _ in self.server.asked] == [base + "/un_sc.xml", base + "/consolidated.xml"]
        assert self.run("--mirror", self.server.base + base + "/")[1]["status"] == "unchanged"
        assert self.server.asked[-1][1].get("If-None-Match") == '"m"'
        status, r, _ = self.run("--mirror", self.server.base + "/nothing")
        assert status == 4 and "has none of" in r["reason"], r

    # -- what lies on disk

    def test_damaged_note_is_not_believed(self):
        self.fresh()
        self.serve(good(un_list(100), etag='"v"'))
        self.run()
        with open(self.folder(".state"), "rb") as f:
            whole = f.read()
        for note in (b"", whole[:40], whole.replace(b"end\n", b""), b"\xff\xfe\n" * 50, whole.replace(b"2025-03-01_", b"2026-03-01_"), whole * 5000):
            with open(self.folder(".state"), "wb") as f:
                f.write(note)
            self.server.asked.clear()
            status, r, _ = self.run()
            assert status == 0 and r["status"] == "unchanged" and r["before"]["parties"] == 100, r
            trusted = note == whole * 5000   # the first lines are the whole note
            assert ("If-None-Match" in self.server.asked[0][1]) == trusted, note[:60]

    def test_damaged_version_is_fetched_anew(self):
        self.fresh()
        body = un_list(100)
        self.serve(good(body, etag='"v"'))
        self.run()
        for damage in (b"", body[:1000], body.replace(b"SAMPLE", b"SIMPLE")):
            with open(self.folder("current"), "wb") as f:
                f.write(damage)
            status, r, _ = self.run()
            assert status == 0 and r["status"] == "new" and self.current() == body, (damage[:20], r)
        os.unlink(self.folder(self.versions()[0]))
        assert self.run()[1]["status"] == "new" and self.current() == body

    def test_link_out_of_the_folder_is_not_followed(self):
        self.start()
        outside = os.path.join(self.root, "outside.xml")
        theirs = un_list(100, "2025-09-01")
        with open(outside, "wb") as f:
            f.write(theirs)
        for to in (outside, "../../outside.xml"):
            os.unlink(self.folder("current"))
            os.symlink(to, self.folder("current"))
            status, r, _ = self.run()
            assert status == 0 and r["status"] == "new" and r["before"] is None, r
        with open(outside, "rb") as f:
            assert f.read() == theirs

    def test_folder_that_cannot_be_written(self):
        self.fresh()
        with open(self.into, "w") as f:
            f.write("a file")
        status, _, err = self.run()
        assert status == 4 and "strait:" in err, (status, err)

    # -- kills and locks

    def half_then_wait(self, body):
        sent, go_on = threading.Event(), threading.Event()

        def answer(h):
            h.send_response(200)
            h.send_header("Content-Length", str(len(body)))
            h.end_headers()
            h.wfile.write(body[:len(body) // 2])
            h.wfile.flush()
            sent.set()
            go_on.wait(20)
            h.wfile.write(body[len(body) // 2:])
        return answer, sent, go_on

    def test_kill_in_the_middle_of_a_download(self):
        self.start()
        before = self.current()
        body = un_list(20000, "2025-07-01")   # long enough that a part of it is on disk
        answer, sent, go_on = self.half_then_wait(body)
        self.serve(answer)
        p = subprocess.Popen(self.command(), stdout=subprocess.DEVNULL, env=self.env)
        assert sent.wait(20)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and not os.listdir(self.folder(".incoming")):
            time.sleep(0.01)
        p.send_signal(signal.SIGKILL)
        p.wait()
        go_on.set()
        assert len(os.listdir(self.folder(".incoming"))) == 1 and self.current() == before and len(self.versions()) == 1
        self.serve(good(body))
        status, r, _ = self.run()
        assert status == 0 and r["status"] == "new" and self.current() == body, r
        assert os.listdir(self.folder(".incoming")) == []

    def test_kill_at_any_moment_leaves_a_whole_version(self):
        self.start(None, "--keep", "3")
        people, killed = 300, 0
        for i in range(40):
            body = un_list(people + i, f"2025-08-{1 + i // 2:02d}")
            self.serve(good(body, etag=f'"{i}"'))
            p = subprocess.Popen(self.command("--keep", "3"), stdout=subprocess.DEVNULL, env=self.env)
            try:
                p.wait(timeout=0.002 * (i % 25))
            except subprocess.TimeoutExpired:
                p.kill()
                p.wait()
                killed += 1
            name = os.readlink(self.folder("current"))
            whole = self.current()
            assert hashlib.sha256(whole).hexdigest()[:8] == name.split("_")[1][:8] and whole.rstrip().endswith(b"</CONSOLIDATED_LIST>"), name
            if i % 5 == 4:
                status, r, _ = self.run("--keep", "3")
                assert status == 0 and self.current() == body, r
                left = [n for n in os.listdir(self.folder()) if n.startswith(".") and n not in (".state", ".incoming")]
                assert left == [] and os.listdir(self.folder(".incoming")) == [], left
        assert killed > 5, killed

    def test_current_is_replaced_in_one_step(self):
        """What happened to the name `current` during an update, by inotify(7): one rename onto it, and nothing else."""
        self.start()
        libc = ctypes.CDLL(None, use_errno=True)
        deleted, moved_away, moved_onto = 0x200, 0x40, 0x80
        fd = libc.inotify_init1(os.O_NONBLOCK)
        assert fd >= 0 and libc.inotify_add_watch(fd, self.folder().encode(), deleted | moved_away | moved_onto) >= 0, os.strerror(ctypes.get_errno())
        self.serve(good(un_list(110, "2025-04-01")))
        assert self.run()[1]["status"] == "new"
        data, events = os.read(fd, 65536), []
        os.close(fd)
        while data:
            _, mask, _, size = struct.unpack_from("iIII", data)
            events.append((data[16:16 + size].rstrip(b"\0").decode(), mask))
            data = data[16 + size:]
        assert [mask for name, mask in events if name == "current"] == [moved_onto], events
        version = os.readlink(self.folder("current"))
        order = [name for name, mask in events if mask == moved_onto]
        assert order == [version, "current", ".state"], order

    def test_two_runs_do_not_collide(self):
        self.start()
        body = un_list(120, "2025-07-01")
        answer, sent, go_on = self.half_then_wait(body)
        self.serve(answer)
        p = subprocess.Popen(self.command(), stdout=subprocess.DEVNULL, env=self.env)
        assert sent.wait(20)
        status, _, err = self.run()
        go_on.set()
        assert status == 4 and "another fetch" in err, (status, err)
        assert p.wait(20) == 0 and self.current() == body

    def test_full_disk_leaves_the_old_version(self):
        self.start()
        self.serve(good(un_list(5000, "2025-07-01")))
        before = self.current()
        limited = ["sh", "-c", 'ulimit -f 64; trap "" XFSZ; exec "$@"', "sh", *self.command("--json")]
        p = subprocess.run(limited, capture_output=True, env=self.env, timeout=60)
        r = json.loads(p.stdout)["lists"][0]
        assert p.returncode == 4 and r["status"] == "failed" and "cannot write" in r["reason"], r
        assert self.current() == before and os.listdir(self.folder(".incoming")) == []

    # -- the command

    def test_several_lists_do_not_affect_each_other(self):
        self.fresh()
        with open(self.table, "w", encoding="utf-8") as f:
            f.write("list\turl\tfile\tformat\n")
            f.write(f"eu_fsf\t{self.server.base}/gone.xml\tgone.xml\teu-xml\n")
            f.write(f"un_sc\t{self.server.base}{self.path}\tconsolidated.xml\tun-xml\n")
            f.write(f"gb_uksl\t{self.server.base}{self.path}\tuk.xml\tuk-xml\n")
        self.serve(good(un_list(100)))
        p = subprocess.run(self.command("--json"), capture_output=True, env=self.env, timeout=60)
        report = json.loads(p.stdout)
        assert p.returncode == 4 and [x["status"] for x in report["lists"]] == ["failed", "new", "refused"], report
        assert (report["new"], report["unchanged"], report["refused"], report["failed"]) == (1, 0, 1, 1)
        p = subprocess.run(self.command("--json", "un_sc", "un_sc", "gb_uksl"), capture_output=True, env=self.env, timeout=60)
        assert p.returncode == 3 and [x["status"] for x in json.loads(p.stdout)["lists"]] == ["unchanged", "refused"]

    def test_wrong_calls(self):
        self.fresh()
        for args, words in ((["nothing_like_it"], "no source is known"), (["--max-shrink", "101"], "percentage"), (["--timeout", "0"], "seconds"),
                            (["--keep", "many"], "whole number"), (["--nto", "x"], "no option")):
            status, _, err = self.run(*args)
            assert status == 2 and words in err, (args, status, err)
        p = subprocess.run([self.strait, "fetch"], capture_output=True, env=self.env)
        assert p.returncode == 2 and b"--into" in p.stderr
        assert self.server.asked == []

    def test_table_of_sources(self):
        p = subprocess.run([self.strait, "fetch", "--list", "--json"], capture_output=True, env=self.env)
        rows = json.loads(p.stdout)["sources"]
        assert p.returncode == 0 and {"us_ofac_sdn", "un_sc", "eu_fsf", "gb_uksl"} <= {r["list"] for r in rows}
        for r in rows:
            assert r["url"].startswith("https://") and r["page"].startswith("https://") and r["licence"] and r["publisher"] and r["title"], r
            assert r["min_bytes"] > 0 and r["min_parties"] > 0, r
        p = subprocess.run([self.strait, "fetch", "--list"], capture_output=True, env=self.env)
        assert p.returncode == 0 and len(p.stdout.decode().splitlines()) == len(rows) + 1


class Tap:
    def __init__(self):
        self.n = self.bad = 0

    def one(self, name, fn):
        self.n += 1
        try:
            skipped = fn()
        except Exception as e:   # the report is the point: which test, and what it saw
            self.bad += 1
            where = e.__traceback__
            while where.tb_next:
                where = where.tb_next
            print(f"not ok {self.n} - {name}\n# line {where.tb_lineno}: {type(e).__name__}: {str(e)[:1500]}".replace("\n#", "\n# "), flush=True)
        else:
            print(f"ok {self.n} - {name}" + (f" # SKIP {skipped}" if skipped else ""), flush=True)


def main():
    tap = Tap()
    for build in sys.argv[1:] or ["build/release"]:
        Suite(os.path.abspath(os.path.join(build, "strait")), os.path.basename(build), tap).all()
    return 1 if tap.bad else 0


if __name__ == "__main__":
    sys.exit(main())
