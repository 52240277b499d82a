/* Who is this? Answers as you type, each with its score and a picture of the evidence. */
import { ask, debounce, h, name, plural, problem, s, say, words } from "./dom.js";

let bitsOf = [];   /* the evidence that each hundredth of a score takes */
const fields = [
  ["type", "Type", "select", ["", "person", "organisation", "vessel", "aircraft", "wallet", "security"]],
  ["birth_date", "Date of birth", "text", "1955-05-21, 1955, 1955~"],
  ["country", "Country", "text", "name or code"],
  ["nationality", "Nationality", "text", "name or code"],
  ["id_number", "Any number", "text", "passport, tax, register"],
  ["imo", "IMO", "text", "9256066"],
  ["address", "Address", "text", "street, town"],
];
let last = { values: {}, list: [], threshold: "0.70" };

function field([id, label, kind, more]) {
  const input = kind === "select" ? h("select", { id }, more.map((v) => h("option", { value: v }, v || "any")))
                                  : h("input", { id, type: "text", placeholder: more, autocomplete: "off", spellcheck: "false" });
  input.value = last.values[id] || "";
  return h("div", { class: "field" }, h("label", { for: id }, label), input);
}

/* ---- the picture: each reason adds to what stood before it, until the score ------------------------------------------------------------------- */

function picture(hit, threshold) {
  const at = bitsOf[Math.round(threshold * 100)], known = at !== undefined;
  let sum = 0, low = Math.min(0, known ? at : 0), high = Math.max(0, known ? at : 0);
  const steps = hit.explain.map((r) => { const from = sum; sum += r.bits; low = Math.min(low, sum); high = Math.max(high, sum); return { r, from, to: sum }; });
  const pad = (high - low) * 0.03 + 0.2, x = (v) => (100 * (v - low + pad)) / (high - low + 2 * pad);
  const pos = (v) => x(v).toFixed(2) + "%";
  const lines = () => [s("line", { x1: pos(0), x2: pos(0), y1: 0, y2: "100%", class: "zero" }), known ? s("line", { x1: pos(at), x2: pos(at), y1: 0, y2: "100%", class: "bar-at" }) : null];
  const bar = (from, to, cls) => s("svg", { class: "step", width: "100%", height: "22", "aria-hidden": "true" }, lines(),
    s("rect", { x: pos(Math.min(from, to)), width: Math.max(0.6, Math.abs(x(to) - x(from))).toFixed(2) + "%", y: 5, height: 12, rx: 2, class: cls }));
  const signed = (v) => (v > 0 ? "+" : v < 0 ? "−" : "") + Math.abs(v).toFixed(1);
  return h("table", { class: "picture" },
    h("caption", { class: "unseen" }, "What speaks for and against, in bits"),
    h("colgroup", null, ["asked", "listed", "weight", "bits", "why"].map((c) => h("col", { class: c }))),
    h("thead", { class: "unseen" }, h("tr", null, h("th", null, "asked"), h("th", null, "listed"), h("th", null, "weight"), h("th", null, "bits"), h("th", null, "why"))),
    h("tbody", null,
      steps.map(({ r, from, to }) => h("tr", { class: r.bits < 0 ? "against" : r.bits > 0 ? "for" : "neutral" },
        h("td", { class: "asked" }, r.query ? h("span", { class: "part" }, name(r.query)) : null),
        h("td", { class: "listed" }, r.list ? h("span", { class: "part" }, name(r.list)) : null),
        h("td", { class: "weight" }, bar(from, to, r.bits < 0 ? "minus" : "plus")),
        h("td", { class: "bits" }, signed(r.bits)),
        h("td", { class: "why" }, r.text))),
      h("tr", { class: "sum" }, h("td", { colspan: "2" }, "together"), h("td", { class: "weight" }, bar(0, sum, !known || sum >= at ? "all" : "below")),
        h("td", { class: "bits" }, signed(sum)), h("td", { class: "why" }, `score ${hit.score.toFixed(4)}` + (known ? "; the dashed line is the threshold" : "")))));
}

/* ---- hits ------------------------------------------------------------------------------------------------------------------------------------------ */

const href = (hit) => `#/entity/${encodeURIComponent(hit.list)}/${encodeURIComponent(hit.id)}`;

function meter(score) {
  const svg = s("svg", { class: "meter", viewBox: "0 0 44 44", width: 58, height: 58, "aria-hidden": "true" },
    s("circle", { cx: 22, cy: 22, r: 19, class: "track" }),
    s("circle", { cx: 22, cy: 22, r: 19, class: "fill", pathLength: 100, "stroke-dasharray": `${(score * 100).toFixed(1)} 100`, transform: "rotate(-90 22 22)" }));
  return h("div", { class: "score" }, svg, h("strong", null, score.toFixed(2)), h("span", { class: "unseen" }, " is the score"));
}

function card(hit, others, open, threshold) {
  const more = h("details", { open }, h("summary", null, "Why: ", plural(hit.explain.length, "reason")), picture(hit, threshold));
  return h("li", { class: "hit" },
    meter(hit.score),
    h("div", { class: "body" },
      h("h3", null, h("a", { href: href(hit) }, name(hit.name))),
      h("p", { class: "meta" }, h("span", { class: "tag" }, hit.type), h("span", { class: "list" }, hit.list), hit.list_date && h("span", null, "list of ", hit.list_date),
        hit.matched && hit.matched !== hit.name && h("span", null, "by its name ", name(hit.matched, "matched"))),
      others.length > 0 && h("ul", { class: "also" }, h("li", { class: "head" }, "The same party on ", plural(others.length, "more list"), ":"), others.map((o) => h("li", null,
        h("a", { href: href(o.hit) }, h("span", { class: "list" }, o.hit.list), " ", name(o.hit.name)), " ", h("span", { class: "num" }, o.hit.score.toFixed(4)),
        o.why.length > 0 && h("span", { class: "small" }, " because ", o.why.slice(0, 3).join(", "))))),
      more));
}

function results(a, threshold) {
  const hits = a.hits, groups = a.groups || hits.map((_, i) => ({ hits: [i], why: [] }));
  if (!hits.length) return [h("p", { class: "none" }, h("strong", null, "No listed party reaches the threshold."), " What was asked was compared with every name of the index. Lower the threshold to see what comes near.")];
  const list = h("ol", { class: "hits" }, groups.map((g, k) => {
    const others = g.hits.slice(1).map((i) => {
      const w = (g.why || []).find((x) => x.hit === i);
      return { hit: hits[i], why: w ? w.explain.filter((e) => e.bits > 0 && !/^(same|near|order|need)/.test(e.why)).map((e) => e.text) : [] };
    });
    return card(hits[g.hits[0]], others, k === 0, threshold);
  }));
  return [list, a.more ? h("p", { class: "small" }, plural(a.more, "more hit"), " not shown.") : null];
}

/* ---- the view --------------------------------------------------------------------------------------------------------------------------------------- */

export async function search(root, _, params) {
  if (params.get("name")) last = { values: { name: params.get("name") }, list: [], threshold: "0.70" };
  const input = h("input", { id: "name", type: "search", class: "big", placeholder: "A name in any script, a ship, a number", autocomplete: "off", spellcheck: "false", autofocus: true, "aria-describedby": "hint" });
  input.value = last.values.name || "";
  const threshold = h("input", { id: "threshold", type: "range", min: "0.30", max: "0.99", step: "0.01", value: last.threshold }), shown = h("output", { for: "threshold" }, Number(last.threshold).toFixed(2));
  const pick = h("select", { id: "list" }, h("option", { value: "" }, "all lists"));
  const out = h("section", { "aria-label": "Hits", class: "out" }), state = h("p", { class: "state" });
  const more = h("details", { class: "more", open: Object.keys(last.values).some((k) => k !== "name" && last.values[k]) || innerWidth > 900 }, h("summary", null, "What else is known"),
    h("div", { class: "grid" }, fields.map(field), h("div", { class: "field" }, h("label", { for: "list" }, "Only this list"), pick),
      h("div", { class: "field wide" }, h("label", { for: "threshold" }, "Threshold ", shown), threshold)));
  const form = h("form", { class: "ask", role: "search" }, h("label", { for: "name", class: "lead" }, "Who is this?"), input,
    h("p", { id: "hint", class: "small" }, "Compared with every listed name as you type. Press / to come back here."), more);
  root.append(form, state, out);
  let running = null;

  async function run() {
    const q = { threshold: Number(threshold.value) };
    shown.textContent = q.threshold.toFixed(2);
    last = { values: { name: input.value }, list: pick.value, threshold: threshold.value };
    if (input.value.trim()) q.name = input.value.trim();
    for (const [id] of fields) {
      const v = form.querySelector("#" + id).value.trim();
      last.values[id] = v;
      if (v) q[id] = v;
    }
    if (pick.value) q.list = [pick.value];
    if (running) running.abort();
    if (!q.name && !q.id_number && !q.imo) { state.textContent = ""; out.replaceChildren(welcome()); return; }
    running = new AbortController();
    const began = performance.now();
    try {
      const a = await ask("/v1/screen", q, running.signal);
      const n = (a.groups || a.hits).length;
      state.textContent = `${plural(n, "party", "parties")}${a.hits.length > n ? ` in ${a.hits.length} records` : ""} · ${Math.max(1, Math.round(performance.now() - began))} ms`;
      say(plural(n, "party", "parties") + " found");
      out.replaceChildren(...results(a, q.threshold).filter(Boolean));
    } catch (e) {
      if (e.name === "AbortError") return;
      state.textContent = "";
      out.replaceChildren(problem(e, run));
    }
  }
  form.addEventListener("input", debounce(120, run));
  form.addEventListener("submit", (e) => { e.preventDefault(); run(); });
  if (!bitsOf.length) bitsOf = await ask("/v1/scores").then((r) => [undefined, ...r.scores.map((x) => x.bits)], () => []);
  run();
  try {
    const m = await ask("/v1/lists");
    pick.append(...m.lists.map((l) => h("option", { value: l.list }, l.title ? `${l.title} (${l.list})` : l.list)));
    pick.value = typeof last.list === "string" ? last.list : "";
  } catch { /* the search itself says what is wrong */ }
}

function welcome() {
  const ex = (t) => h("a", { href: "#/search?name=" + encodeURIComponent(t) }, name(t));
  return h("div", { class: "welcome" }, h("p", null, "Try ", ex("Sergej Lawrow"), ", ", ex("Сергей Шойгу"), ", ", ex("Rosneft Oil Co"), " or ", ex("فلاديمير بوتين"), "."));
}
