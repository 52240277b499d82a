/* The answer of a check: the worst first, and why. */
import { ask, h, name, plural, words } from "./dom.js";

const order = ["PROHIBITED", "ESCALATE", "LICENCE_REQUIRED", "ALLOWED_WITH_OBLIGATIONS", "ALLOWED_UNDER_EXCEPTION", "ALLOWED", "NOT_BOUND"];
const meaning = { PROHIBITED: "A measure forbids it as it stands.", ESCALATE: "Nothing settles it: a person decides.", LICENCE_REQUIRED: "It needs a licence.", ALLOWED_WITH_OBLIGATIONS: "It may pass, with duties.",
  ALLOWED_UNDER_EXCEPTION: "It may pass under an exception.", ALLOWED: "Nothing in this set of rules forbids it.", NOT_BOUND: "No state asked about is bound by it." };
const tone = (v) => ({ PROHIBITED: "red", ESCALATE: "amber", LICENCE_REQUIRED: "amber" })[v] || (v === "NOT_BOUND" ? "grey" : "green");
const tag = (v) => h("span", { class: "verdict " + tone(v) }, words(v).toLowerCase());
const mark = { yes: "✓", no: "✗", unknown: "?" };

/* The facts that made a condition hold: its leaves, not its connectives. */
function because(p, wanted = "yes", out = []) {
  if (!p) return out;
  if (p.is !== wanted) return out;
  if (!p.of) { out.push((wanted === "no" ? "not so: " : "") + p.that + (p.value ? ` (${p.value})` : p.note ? ` (${p.note})` : "")); return out; }
  if (p.that === "not this") p.of.forEach((c) => because(c, wanted === "yes" ? "no" : "yes", out));
  else p.of.forEach((c) => because(c, wanted, out));
  return out;
}

function tree(p) {
  const line = [h("span", { class: "is " + p.is, title: p.is }, mark[p.is] || p.is), h("span", { class: "unseen" }, p.is + ": "), p.that, p.fact ? [h("code", null, p.fact), " ", h("b", null, name(p.value || "not stated"))] : null, p.note ? h("span", { class: "small" }, p.note) : null];
  return h("li", null, h("span", { class: "that" }, line.map((x) => [x, " "])), p.of ? h("ul", null, p.of.map(tree)) : null);
}

/* Trees are long: they are made when somebody opens them. */
function proof(title, p) {
  if (!p) return null;
  const d = h("details", { class: "proof" }, h("summary", null, title));
  d.addEventListener("toggle", () => { if (d.open && d.children.length === 1) d.append(h("ul", { class: "tree" }, tree(p))); });
  return d;
}

function rule(id) {
  const d = h("details", { class: "proof" }, h("summary", null, "The rule as its file has it"));
  d.addEventListener("toggle", async () => {
    if (!d.open || d.children.length > 1) return;
    try {
      const r = await ask("/v1/rules/" + encodeURIComponent(id));
      d.append(...r.objects.map((o) => h("div", null, h("p", { class: "small" }, h("code", null, `${o.file}:${o.line}`)), h("pre", { tabindex: "0" }, JSON.stringify(o.object, null, 2)))));
    } catch (e) { d.append(h("p", { class: "small" }, e.message)); }
  });
  return d;
}

const rows = (title, list, cls) => (list && list.length ? h("div", { class: "reason " + (cls || "") }, h("h4", null, title), h("ul", null, list.map((t) => h("li", null, name(t))))) : null);
const about = (f) => ["party", "goods", "vessel", "facility", "payment", "passage"].filter((k) => f[k]).map((k) => f[k]).join(", ");

function finding(f, exposure) {
  const reasons = [...new Set([...because(f.proof), ...(f.requires_proof && f.requires_proof.is === "no" ? because(f.requires_proof, "no") : [])])];
  const verdict = exposure ? "EXPOSED" : f.verdict;
  return h("li", { class: "finding " + (exposure ? "amber" : tone(f.verdict)) },
    h("p", { class: "finding-head" }, exposure ? h("span", { class: "verdict amber" }, f.exposed === "yes" ? "exposed" : "possibly exposed") : tag(verdict), f.curable && h("span", { class: "verdict green" }, "can be cured"), h("code", null, f.rule)),
    h("h3", null, f.title),
    h("p", { class: "meta" }, [f.act, f.article && "article " + f.article].filter(Boolean).join(", "), about(f) && h("span", null, "about ", name(about(f)))),
    f.note && h("p", { class: "small" }, f.note), f.why && h("p", null, f.why),
    h("div", { class: "reasons" }, rows("Because", reasons.slice(0, 8)), rows("Missing", f.missing, "missing"), rows("What would change it", f.would_change, "change"), rows("Duties", f.obligations),
      f.exception && rows("Exception", [[f.exception.id, f.exception.text].filter(Boolean).join(": "), ...(f.exception.needs || [])])),
    proof("The whole proof", f.proof), proof("What it requires", f.requires_proof), rule(f.rule));
}

function regime(r) {
  return h("li", { class: tone(r.verdict) }, h("span", { class: "code" }, r.regime), h("span", { class: "title" }, r.title), tag(r.verdict), r.why && h("span", { class: "small why" }, r.why));
}

export function answer(a) {
  const by = (x) => order.indexOf(x.verdict), bound = a.regimes.filter((r) => r.verdict !== "NOT_BOUND").sort((x, y) => by(x) - by(y)), free = a.regimes.filter((r) => r.verdict === "NOT_BOUND");
  const findings = [...a.findings].sort((x, y) => by(x) - by(y)), head = findings.slice(0, 6), rest = findings.slice(6);
  return h("article", { class: "answer" },
    h("header", { class: "overall " + tone(a.verdict) }, h("p", { class: "small" }, "on ", h("time", null, a.legal_time), ", the worst of all states"), h("h2", null, words(a.verdict).toLowerCase()), h("p", null, meaning[a.verdict])),
    h("section", null, h("h3", { class: "over" }, "Each state"), bound.length ? h("ul", { class: "regimes" }, bound.map(regime)) : null,
      free.length > 0 && h("p", { class: "small" }, "Not bound: ", free.map((r) => r.title + (r.why ? " (imposes none)" : "")).join(", "), ".")),
    a.findings.length > 0 && h("section", null, h("h3", { class: "over" }, plural(a.findings.length, "finding")), h("ul", { class: "findings" }, head.map((f) => finding(f))),
      rest.length > 0 && h("details", { class: "rest" }, h("summary", null, plural(rest.length, "more finding")), h("ul", { class: "findings" }, rest.map((f) => finding(f))))),
    a.exposure.length > 0 && h("section", null, h("h3", { class: "over" }, "Exposure to secondary sanctions"), h("ul", { class: "findings" }, a.exposure.map((f) => finding(f, true)))),
    a.flags.length > 0 && h("section", null, h("h3", { class: "over" }, plural(a.flags.length, "red flag")), h("ul", { class: "flags" }, a.flags.map((f) => h("li", null, h("h4", null, h("span", { "aria-hidden": "true", class: "flag" }, "⚑"), f.title), about(f) && h("p", { class: "small" }, "about ", name(about(f))),
      h("p", { class: "small" }, f.threshold, ". ", Object.entries(f.inputs).map(([k, v]) => [h("code", null, k), " ", h("b", null, name(v || "not stated")), "; "]), "source: ", f.source, f.raises ? "" : ". Shown, and raises nothing"), proof("Why", f.proof))))),
    h("details", { class: "rest" }, h("summary", null, "What was assumed, and which lists were asked"), rows("Taken from other facts", a.assumed), rows("Lists taken for empty: this index does not hold them", a.lists_taken_for_empty), a.lists && h("p", { class: "small" }, a.lists)),
    h("p", { class: "notice" }, a.rules.notice, ". Rules ", h("code", null, a.rules.hash.slice(0, 12)), a.index ? [", index ", h("code", null, a.index.slice(0, 12))] : null, "."));
}
