#!/usr/bin/env python3
"""The page in a browser: what an analyst does with it, at the width of a desk and of a phone, by mouse and by keyboard. Needs Playwright and a Chromium; skipped without."""
import json, os, re, shutil, signal, subprocess, time
from shared import RELEASE, ROOT, done, folder, ok, run, sample_index, skip

try:
    from playwright.sync_api import sync_playwright
except ImportError:
    sync_playwright = None
BROWSER = os.environ.get("STRAIT_BROWSER") or shutil.which("chromium") or shutil.which("chromium-browser")
SHOTS = os.environ.get("STRAIT_SHOTS")   # a folder for pictures to look at

# What a screen reader needs and a glance at the code does not show. Returns what is wrong.
AUDIT = """() => {
  const bad = [], shown = (e) => e.offsetParent !== null || e.getClientRects().length;
  for (const e of document.querySelectorAll('input,select,textarea')) if (shown(e) && !(e.labels && e.labels.length) && !e.getAttribute('aria-label')) bad.push('no label: ' + e.outerHTML.slice(0, 80));
  for (const e of document.querySelectorAll('a,button,summary')) if (shown(e) && !e.textContent.trim() && !e.getAttribute('aria-label')) bad.push('no name: ' + e.outerHTML.slice(0, 80));
  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id); ids.filter((x, i) => ids.indexOf(x) !== i).forEach((x) => bad.push('id twice: ' + x));
  for (const e of document.querySelectorAll('ul,ol')) for (const c of e.children) if (c.tagName !== 'LI') bad.push('no item: ' + c.outerHTML.slice(0, 60));
  if (document.querySelectorAll('main').length !== 1 || !document.documentElement.lang || !document.title) bad.push('no landmark, language or title');
  const rgb = (c) => (c.match(/[\\d.]+/g) || []).map(Number), lin = (v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  const lum = ([r, g, b]) => 0.2126 * lin(r) + 0.7152 * lin(g) + 0.0722 * lin(b);
  const ground = (e) => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] === 1) return c; } return [255, 255, 255]; };
  for (const e of document.querySelectorAll('main *, header *, footer *')) {
    if (![...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()) || !shown(e) || e.closest('svg,.unseen')) continue;
    const a = lum(rgb(getComputedStyle(e).color)), b = lum(ground(e)), ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) bad.push(`contrast ${ratio.toFixed(2)}: ${e.className || e.tagName} "${e.textContent.trim().slice(0, 30)}"`);
  }
  if (document.documentElement.scrollWidth > innerWidth) bad.push('wider than the window: ' + document.documentElement.scrollWidth);
  return [...new Set(bad)];
}"""


def until(pg, js, seconds=20):
    """Waits until the expression holds: asked from outside, since the page's policy forbids what evaluates text within."""
    end = time.monotonic() + seconds
    while not pg.evaluate(js):
        if time.monotonic() > end:
            raise TimeoutError(js)
        time.sleep(0.05)


def look(pg, name):
    if SHOTS:
        pg.screenshot(path=os.path.join(SHOTS, name + ".png"), full_page=True)


def views(b, base, width, dark):
    kind = f"{'dark' if dark else 'light'}, {width} wide"
    c = b.new_context(viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", reduced_motion="reduce")
    pg = c.new_page()
    noise = []
    pg.on("console", lambda m: noise.append(m.text) if m.type in ("error", "warning") else None)
    pg.on("pageerror", lambda e: noise.append(str(e)))
    asked = []
    pg.on("request", lambda r: asked.append(r.url))

    pg.goto(base)
    pg.wait_for_selector(".welcome")
    ok(pg.evaluate("document.activeElement.id") == "name", f"{kind}: the search is where one types")
    pg.keyboard.type("Sergej Lawrow")
    pg.wait_for_selector(".hit .picture")
    ok("LAVROV" in pg.inner_text(".hit h3").upper() and pg.locator(".picture tbody tr").count() >= 4 and re.search(r"1 party", pg.inner_text(".state")), f"{kind}: a name is found as it is typed, with its picture", pg.inner_text("main")[:500])
    ok(pg.evaluate(AUDIT) == [], f"{kind}: search: labels, names, contrast, width", pg.evaluate(AUDIT))
    look(pg, f"search-{width}-{'dark' if dark else 'light'}")
    weights = [float(t.replace("−", "-").replace("+", "")) for t in pg.locator(".picture").first.locator("td.bits").all_inner_texts()]
    ok(abs(sum(weights[:-1]) - weights[-1]) < 0.06 * len(weights), f"{kind}: the reasons add up", weights)
    pg.fill("#name", "Qwertz Nobody Xyzzy")
    pg.wait_for_selector(".none")
    pg.fill("#name", "فلاديمير بوتين")
    pg.wait_for_selector(".hit")
    pg.click(".hit h3 a")
    pg.wait_for_selector(".who h1")
    ok(pg.locator(".listing").count() >= 1 and "Cyrillic" in pg.inner_text("main"), f"{kind}: a record has its names by script and its listings", pg.inner_text("main")[:400])
    ok(pg.evaluate(AUDIT) == [], f"{kind}: record: labels, names, contrast, width", pg.evaluate(AUDIT))
    look(pg, f"record-{width}-{'dark' if dark else 'light'}")

    pg.goto(base + "#/check")
    pg.click("text=Load the sample shipment")
    pg.wait_for_selector(".overall")
    text = pg.inner_text(".answer")
    ok("prohibited" in pg.inner_text(".overall h2").lower() and "EU.833.12g" in text and "Because" in text and "What would change it" in text and pg.locator(".flags > li").count() >= 2, f"{kind}: the sample shipment: verdict, article, reasons, flags", text[:600])
    pg.locator(".finding summary", has_text="The whole proof").first.click()
    ok(pg.locator(".tree .is.yes").count() > 3, f"{kind}: the proof on demand")
    ok(pg.evaluate(AUDIT) == [], f"{kind}: check: labels, names, contrast, width", pg.evaluate(AUDIT))
    look(pg, f"check-{width}-{'dark' if dark else 'light'}")
    pg.locator("form button", has_text="no re export clause").click()
    pg.locator("form button", has_text="adequate remedies").click()
    with pg.expect_response(lambda r: "/v1/check" in r.url) as answer:
        pg.click("button.go")
    found = {r["regime"]: r["verdict"] for r in answer.value.json()["regimes"]}
    sent = json.loads(answer.value.request.post_data)
    sample = json.load(open(os.path.join(ROOT, "data/sample/shipment.json"), encoding="utf-8"))
    ok(found["EU"] != "PROHIBITED", f"{kind}: with the clause on file it is no longer prohibited", found)
    ok(sent["goods"] == sample["goods"] and sent["parties"] == sample["parties"] and sent["payments"] == [sample["payment"]] and sent["documents"] == sample["documents"] + ["no_re_export_clause", "adequate_remedies"], f"{kind}: the form loses no fact of the case", sent)

    pg.goto(base + "#/matrix")
    pg.wait_for_selector("table.matrix")
    rows = pg.locator("table.matrix tbody tr").count()
    pg.select_option("#target", "BY")
    until(pg, "document.querySelector('table.matrix') && document.querySelectorAll('table.matrix tbody tr').length !== %d" % rows)
    pg.fill("#day", "2010-01-01")
    until(pg, "!/2021|2022/.test((document.querySelector('table.matrix') || document.body).innerText)")
    ok(True, f"{kind}: the matrix follows target and day")
    ok(pg.evaluate(AUDIT) == [], f"{kind}: matrix: labels, names, contrast, width", pg.evaluate(AUDIT))
    look(pg, f"matrix-{width}-{'dark' if dark else 'light'}")
    pg.goto(base + "#/lists")
    pg.wait_for_selector("table.plain")
    ok(pg.evaluate(AUDIT) == [] and pg.locator("table.plain tbody tr").count() == 6, f"{kind}: lists", pg.evaluate(AUDIT))
    ok(not noise and all(u.startswith(base) for u in asked), f"{kind}: no complaint in the console, no request to anybody else", noise + [u for u in asked if not u.startswith(base)])
    c.close()


def keyboard(b, base):
    pg = b.new_page()
    pg.goto(base + "#/matrix")
    pg.wait_for_selector("table.matrix")
    pg.locator("body").press("/")
    until(pg, "document.activeElement.id === 'name'")
    pg.keyboard.type("Shoigu")
    pg.wait_for_selector(".hit")
    for _ in range(30):
        pg.keyboard.press("Tab")
        if pg.evaluate("document.activeElement.closest('.hit h3') !== null"):
            break
    pg.keyboard.press("Enter")
    pg.wait_for_selector(".who h1")
    ok("SHOIGU" in pg.inner_text(".who h1").upper(), "by the keyboard alone: to the search, to a hit, to its record")
    pg.goto(base + "#/entity/sample_gb/nobody-at-all")
    pg.wait_for_selector(".problem")
    ok("no record" in pg.inner_text(".problem") and "request" in pg.inner_text(".problem"), "a problem is said with the id of the request")
    # foreign text stays text
    pg.goto(base + "#/search")
    pg.fill("#name", "<img src=x onerror=alert(1)> Lavrov")
    pg.wait_for_timeout(600)
    ok(pg.locator("main img").count() == 0, "what is typed is never markup")
    paint = pg.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime || 0")
    print(f"# first paint {paint:.0f} ms")
    pg.close()


if not sync_playwright or not BROWSER:
    skip("the page in a browser", "Playwright is not installed (pip install playwright)" if not sync_playwright else "no Chromium is installed")
else:
    with folder() as work:
        index = sample_index(work)
        p = subprocess.Popen([RELEASE, "serve", "-i", index, "--port", "0", "--quiet"], stdout=subprocess.PIPE)
        base = p.stdout.readline().decode().strip()
        try:
            with sync_playwright() as play:
                b = play.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
                views(b, base, 1280, False)
                views(b, base, 390, True)
                keyboard(b, base)
                b.close()
        finally:
            p.send_signal(signal.SIGTERM)
            p.wait(30)
done()
