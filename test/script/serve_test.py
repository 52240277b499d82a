#!/usr/bin/env python3
"""strait serve over loopback: the command line's bytes, damaged, long and slow requests, keys, the swap of the index under load, and how it ends."""
import concurrent.futures, http.client, json, os, random, re, shutil, signal, socket, subprocess, sys, threading, time
from shared import ASAN, RELEASE, ROOT, done, folder, ok, run, sample_index

BINARY = ASAN if os.path.exists(ASAN) else RELEASE   # what breaks under load shows with AddressSanitizer


class Server:
    def __init__(self, *args, binary=None):
        self.log = open(os.path.join(work, f"log-{time.monotonic_ns()}"), "w+b")
        self.p = subprocess.Popen([binary or BINARY, "serve", "--port", "0", *map(str, args)], stdout=subprocess.PIPE, stderr=self.log)
        line = self.p.stdout.readline().decode()
        m = re.match(r"http://127\.0\.0\.1:(\d+)/", line)
        self.port = int(m.group(1)) if m else 0

    def ask(self, method, path, body=None, headers=None, connection=None):
        c = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        c.request(method, path, body, headers or {})
        r = c.getresponse()
        data = r.read()
        if not connection:
            c.close()
        return r.status, dict((k.lower(), v) for k, v in r.getheaders()), data

    def raw(self, data, wait=60, end=False):
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as s:
            s.sendall(data)
            if end:
                s.shutdown(socket.SHUT_WR)
            out = b""
            try:
                while True:
                    more = s.recv(65536)
                    if not more:
                        break
                    out += more
            except (socket.timeout, ConnectionError):
                out += b"|timeout" if not out else b""
            return out

    def end(self, number=signal.SIGTERM, wait=120):
        self.p.send_signal(number)
        status = self.p.wait(wait)
        self.log.seek(0)
        return status, self.log.read().decode("utf-8", "replace")


JSON = {"Content-Type": "application/json"}
with folder() as work:
    index = sample_index(work)
    other = os.path.join(work, "other.stx")
    sample = os.path.join("data", "sample")
    run("build", "-q", "-o", other, os.path.join(sample, "sample_gb.csv"), os.path.join(sample, "sample_eu.csv"))
    moving = os.path.join(work, "moving.stx")
    shutil.copy(index, moving)
    case = os.path.join(ROOT, sample, "shipment.json")
    shipment = open(case, "rb").read()
    customers = open(os.path.join(sample, "customers.csv"), "rb").read()

    s = Server("-i", moving, "--known-at", "2026-11-26", "--idle", "2", "--threads", "2")
    ok(s.port, "it listens and prints where")

    # ---- the same bytes
    want = run("screen", "-i", index, "--birth", "1955-05-21", "--type", "person", "SHOYGU Sergey")[1].encode()
    got = s.ask("GET", "/v1/screen?name=SHOYGU+Sergey&type=person&birth_date=1955-05-21")
    ok(got[0] == 200 and got[2] == want and want.startswith(b"{"), "screen, in the query: the command line's bytes", got[2][:300])
    got = s.ask("POST", "/v1/screen", json.dumps({"name": "SHOYGU Sergey", "type": "person", "birth_date": "1955-05-21"}), JSON)
    ok(got[0] == 200 and got[2] == want, "screen, in the body: the same")
    want = run("screen", "-i", index, "--list", "sample_eu", "--threshold", "0.5", "--limit", "2", "--ungrouped", "Сергей Лавров")[1].encode()
    got = s.ask("GET", "/v1/screen?name=%D0%A1%D0%B5%D1%80%D0%B3%D0%B5%D0%B9+%D0%9B%D0%B0%D0%B2%D1%80%D0%BE%D0%B2&list=sample_eu&threshold=0.5&limit=2&grouped=false")
    ok(got[2] == want, "with a filter, a threshold and a limit", got[2][:300])
    want = run("check", "-i", index, "--known-at", "2026-11-26", "--partial", case)[1].encode()
    got = s.ask("POST", "/v1/check?partial=true", shipment, JSON)
    ok(got[0] == 200 and got[2] == want and b'"PROHIBITED"' in want, "check: the command line's bytes", got[2][:300])
    want = run("screen", "-i", index, "--in", os.path.join(sample, "customers.csv"), "--limit", "3")[1].encode()
    got = s.ask("POST", "/v1/screen/batch?limit=3", customers, {"Content-Type": "text/csv"})
    ok(got[0] == 200 and got[2] == want and got[1].get("transfer-encoding") == "chunked", "a batch: the command line's bytes, in pieces", got[2][:300])
    want = run("rules", "matrix", "--known-at", "2026-11-26", "--target", "BY", "--at", "2024-01-01")[1].encode()
    ok(s.ask("GET", "/v1/rules/matrix?target=BY&at=2024-01-01")[2] == want, "the matrix: the command line's bytes")
    ok(s.ask("GET", "/v1/lists")[2] == run("info", index, "--json")[1].encode(), "lists: what info prints")
    record = json.loads(s.ask("GET", "/v1/entities/sample_gb/sergey-lavrov")[2])
    alone = json.loads(run("info", index, "--party", "sergey-lavrov", "--list", "sample_gb", "--json")[1])
    ok(all(record[k] == v for k, v in alone.items()) and "relations" in record and record["index"], "a record has what info shows, and its relations", record)

    # ---- the description
    table = re.findall(r'^ROUTE\(\w+,\s*"([^"]+)",\s*([A-Z| ]+),', open(os.path.join(ROOT, "src/http/routes.def"), encoding="utf-8").read(), re.M)
    doc = json.loads(s.ask("GET", "/openapi.json")[2])
    ok(doc["openapi"] == "3.1.0" and {p: sorted(m.lower() for m in ms.replace(" ", "").split("|")) for p, ms in table} == {p: sorted(v) for p, v in doc["paths"].items()},
       "OpenAPI has exactly the routes of the table", sorted(doc["paths"]))
    wrong = []
    for path, ms in table:
        at = path.replace("{list}", "sample_gb").replace("{key}", "sergey-lavrov").replace("{id}", "EU.833.12g").replace("{file}", "index.html")
        for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
            status, headers, body = s.ask(method, at, b"" if method in ("POST", "PUT", "PATCH") else None, JSON if method == "POST" else None)
            takes = method == "OPTIONS" or ("GET" if method == "HEAD" else method) in ms
            if (status == 405) == takes or (status == 405 and not headers.get("allow")) or (method == "HEAD" and body):
                wrong.append((method, at, status))
    ok(not wrong, "every route takes its methods, HEAD and OPTIONS, and no other", wrong)
    ids = {o["operationId"] for v in doc["paths"].values() for o in v.values()}
    refs = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(doc)))
    ok(len(ids) == sum(len(v) for v in doc["paths"].values()) and refs <= set(doc["components"]["schemas"]), "its operations have names of their own, and its references lead somewhere", refs)

    # ---- what is wrong
    status, headers, body = s.ask("GET", "/nope", headers={"X-Request-Id": "abc-1.2"})
    p = json.loads(body)
    ok(status == 404 and headers["content-type"] == "application/problem+json" and p["request_id"] == headers["x-request-id"] == "abc-1.2" and p["status"] == 404, "a problem names the request", body)
    status, headers, body = s.ask("GET", "/nope", headers={"X-Request-Id": 'a"b\\c' + "x" * 99})
    ok(re.fullmatch(r"[0-9a-f]{16}", headers["x-request-id"]), "an id that is not plain is replaced", headers)
    ok(s.ask("POST", "/v1/check", b"[" * 100000, JSON)[0] == 400, "deeply nested JSON is refused")
    ok(s.ask("POST", "/v1/check", b"{" + b" " * (5 << 20), JSON)[0] == 413, "a body that is too long is refused")
    got = s.raw(b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 999999999999\r\n\r\n")
    ok(got.startswith(b"HTTP/1.1 413 "), "one that is far too long by its announced length", got[:200])
    long = b"".join(b"100000\r\n" + b" " * (1 << 20) + b"\r\n" for _ in range(5)) + b"0\r\n\r\n"
    got = s.raw(b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n" + long)
    ok(got.startswith(b"HTTP/1.1 413 "), "and in chunks by what came", got[:200])
    got = s.raw(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"a" * 100000 + b"\r\n\r\n")
    ok(got.startswith(b"HTTP/1.1 431 "), "headers that are too long: 431", got[:200])
    got = s.raw(b"GET /healthz?" + b"a" * 100000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
    ok(got.startswith((b"HTTP/1.1 414 ", b"HTTP/1.1 431 ")), "a target that is too long: 414", got[:200])
    for name, data in (("no HTTP", b"\x00\x01\x02\r\n\r\n"), ("no Host", b"GET /healthz HTTP/1.1\r\n\r\n"), ("half a head", b"GET /healthz HT"), ("a length that is none", b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: x\r\n\r\n"),
                       ("two lengths", b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG"), ("a bad chunk", b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")):
        got = s.raw(data, end=True)
        ok(not got.startswith(b"HTTP/1.1 2"), f"{name}: refused or closed", got[:120])
    ok(s.ask("GET", "/healthz")[0] == 200, "and others are still served")
    dice, seeds = random.Random(7), [b"GET /v1/screen?name=Sergey+Lavrov&limit=2 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(shipment) + shipment,
        b"POST /v1/screen/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n14\r\nname\nSergey Lavrov\nXY\r\n0\r\n\r\n"]
    damaged = []
    for i in range(600):
        data = bytearray(dice.choice(seeds))
        for _ in range(dice.randrange(1, 5)):
            at = dice.randrange(len(data))
            data[at:at + dice.randrange(3)] = bytes(dice.randrange(256) for _ in range(dice.randrange(3)))
        damaged.append(bytes(data[:dice.randrange(1, len(data) + 1)] if i % 3 == 0 else data))
    with concurrent.futures.ThreadPoolExecutor(60) as pool:   # what is cut short is let go after the time for silence
        statuses = set(pool.map(lambda d: s.raw(d, end=True)[9:12], damaged))
    ok(s.ask("GET", "/healthz")[0] == 200 and b"500" not in statuses and {b"200", b"400"} <= statuses, "six hundred damaged requests: each has its answer or none, and others are still served", statuses)
    started = time.monotonic()
    got = s.raw(b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{", wait=30)
    ok(time.monotonic() - started < 20 and not got.startswith(b"HTTP/1.1 2"), "a client that falls silent is let go", got[:100])
    ok(s.ask("GET", "/healthz", headers={"Host": "evil.example"})[0] == 421 and s.ask("GET", "/healthz", headers={"Host": "localhost:1"})[0] == 200, "a name that is not ours is refused: rebinding")

    # ---- headers, the page, keep-alive
    status, headers, body = s.ask("GET", "/")
    csp = headers.get("content-security-policy", "")
    ok(status == 200 and "default-src 'none'" in csp and "unsafe" not in csp and headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer", "security headers", headers)
    ok(s.ask("GET", "/", headers={"If-None-Match": headers["etag"]})[0] == 304, "the page is asked for once")
    ok(s.ask("GET", "/v1/screen?name=Ali")[1]["cache-control"] == "no-store", "answers are kept by nobody on the way")
    inline = re.findall(rb"<script(?![^>]*src=)|<style|\son\w+=|style=\"", body)
    ok(not inline and not re.search(rb"https?://(?!www\.w3\.org)", body), "the page has no inline script or style, and asks nobody else", inline)
    c = http.client.HTTPConnection("127.0.0.1", s.port, timeout=60)
    ok(all(s.ask("GET", "/v1/screen?name=Lavrov", connection=c)[0] == 200 for _ in range(200)), "two hundred requests on one connection")
    c.close()
    metrics = s.ask("GET", "/metrics")[2].decode()
    ok('strait_requests_total{route="screen",status="2xx"}' in metrics and "strait_request_seconds_bucket" in metrics and "strait_index_info" in metrics, "counters", metrics[:300])

    # ---- the swap, while clients ask
    hashes, errors, stop = set(), [], threading.Event()

    def client(k):
        c = http.client.HTTPConnection("127.0.0.1", s.port, timeout=120)
        while not stop.is_set():
            try:
                if k:
                    status, _, body = s.ask("GET", "/v1/screen?name=Sergey+Lavrov", connection=c)
                    seen = {json.loads(body).get("index")}
                else:
                    status, _, body = s.ask("POST", "/v1/screen/batch", customers, {"Content-Type": "text/csv"}, connection=c)
                    seen = {json.loads(l)["index"] for l in body.splitlines()}
                if status != 200 or len(seen) != 1:
                    errors.append((status, seen, body[:200]))
                hashes.update(seen)
            except Exception as e:
                errors.append(repr(e))
                c = http.client.HTTPConnection("127.0.0.1", s.port, timeout=120)

    threads = [threading.Thread(target=client, args=(k,)) for k in range(3)]
    [t.start() for t in threads]
    for i in range(6):
        shutil.copy(other if i % 2 == 0 else index, moving + ".new")
        os.rename(moving + ".new", moving)
        s.p.send_signal(signal.SIGHUP)
        time.sleep(0.4)
    open(moving + ".new", "wb").write(b"no index")
    os.rename(moving + ".new", moving)
    s.p.send_signal(signal.SIGHUP)
    time.sleep(0.4)
    stop.set()
    [t.join() for t in threads]
    ok(not errors and len(hashes) == 2, "six swaps under load: no request is dropped, each batch is of one index", errors[:3] + sorted(map(str, hashes)))
    ok(s.ask("GET", "/readyz")[0] == 200, "a file that is no index changes nothing")

    # ---- a client that goes away, and the end
    rows = b"name\n" + b"".join(b"Sergey Lavrov %d\n" % i for i in range(20000))
    head = b"POST /v1/screen/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nContent-Length: %d\r\n\r\n" % len(rows)
    with socket.create_connection(("127.0.0.1", s.port), timeout=60) as c:
        c.sendall(head + rows)
        ok(c.recv(1000).startswith(b"HTTP/1.1 200"), "a long batch begins to answer before it has ended")
    ok(s.ask("GET", "/healthz")[0] == 200, "a client that goes away in the middle of it harms nobody")
    few = b"name\n" + b"Sergey Lavrov\n" * 300
    result = {}
    t = threading.Thread(target=lambda: result.update(zip(("status", "headers", "body"), s.ask("POST", "/v1/screen/batch", few, {"Content-Type": "text/csv"}))))
    t.start()
    time.sleep(0.15)
    status, log = s.end()
    t.join()
    ok(status == 0 and result.get("status") == 200 and result["body"].count(b"\n") == 300, "what is in work when it is told to end is answered to its end", (status, result.get("status"), log[-300:]))
    lines = [json.loads(l) for l in log.splitlines() if l.startswith("{")]
    ok(len(lines) == len(log.splitlines()) > 200 and sum(l.get("event") == "index_swapped" for l in lines) == 6 and any(l.get("event") == "index_kept" for l in lines), "the log is lines of JSON", [l for l in log.splitlines() if not l.startswith("{")][:5])
    ok(not re.search(r"lavrov|shoygu|%D0|Musterwerk", log, re.I) and {"method", "route", "status", "us", "request_id"} <= set(lines[0]), "without names", lines[0])

    # ---- a batch that nobody reads does not keep the server from ending
    s = Server("-i", index, "--drain", "1", "--quiet")
    c = socket.create_connection(("127.0.0.1", s.port), timeout=60)
    c.sendall(head + rows)
    c.recv(100)
    status, log = s.end()
    c.close()
    ok(status == 0 and "cut off" in log, "a batch that nobody reads is cut off after the time for it", (status, log))

    # ---- keys, and the watch
    key_file = os.path.join(work, "keys")
    keys = {}
    with open(key_file, "w", encoding="utf-8") as f:
        for role in ("reader", "screener"):
            status, out, err = run("serve", "--new-key", f"k-{role}:{role}")
            f.write(out)
            keys[role] = [l for l in err.splitlines() if l.startswith(f"k-{role}.")][0]
    os.chmod(key_file, 0o600)
    shutil.copy(index, moving)
    s = Server("-i", moving, "--keys", key_file, "--watch")
    bearer = {r: {"Authorization": f"Bearer {k}"} for r, k in keys.items()}
    ok(s.ask("GET", "/v1/screen?name=Ali")[0] == 401 and s.ask("GET", "/v1/screen?name=Ali", headers=bearer["reader"])[0] == 403 and s.ask("GET", "/v1/screen?name=Ali", headers=bearer["screener"])[0] == 200
       and s.ask("GET", "/v1/lists", headers=bearer["reader"])[0] == 200 and s.ask("GET", "/healthz")[0] == 200, "a role may do what it may")
    ok(s.ask("GET", "/v1/lists", headers={"Authorization": "Bearer " + keys["reader"][:-1] + "x"})[0] == 401, "a wrong key is none")
    before = json.loads(s.ask("GET", "/readyz")[2])["index"]
    shutil.copy(other, moving + ".new")
    os.rename(moving + ".new", moving)
    until = time.monotonic() + 30
    while time.monotonic() < until and json.loads(s.ask("GET", "/readyz")[2])["index"] == before:
        time.sleep(0.2)
    ok(json.loads(s.ask("GET", "/readyz")[2])["index"] != before, "the watch sees another index")
    status, log = s.end(signal.SIGINT)
    ok(status == 0 and '"key":"k-screener"' in log and all(k not in log and k.split(".")[1] not in log for k in keys.values()), "keys are in the log by their names alone", log[:300])

    # ---- wrong calls
    ok(run("serve")[0] == 2 and run("serve", "-i", index, "--listen", "here")[0] == 2 and run("serve", "-i", os.path.join(work, "none.stx"))[0] in (2, 3, 4), "wrong calls end with a reason")
    status, out, err = run("serve", "-i", index, "--listen", "0.0.0.0", "--port", "0")
    ok(status == 2 and "--keys" in err, "other machines cannot ask without a key unless that is meant", err)
    status, out, err = run("serve", "--help")
    ok(status == 0 and "--keys" in out and "curl" in out and "SIGHUP" in out, "--help teaches")
done()
