/* A record in full: names by script, numbers, listings by regime, relations. */
import { ask, h, name, plural, s, words } from "./dom.js";

const NAMES = ["name", "alias", "former_name", "weak_alias", "original_name"];
const own = new Set(["id", "list", "type", "relations", "record", "index", "list_title", "publisher", "list_date", "orphan", "listing", ...NAMES]);
const text = (v) => (typeof v === "object" ? v.value : v);
const scripts = [["Cyrillic", /[\u0400-\u04ff]/], ["Arabic", /[\u0600-\u06ff]/], ["Hebrew", /[\u0590-\u05ff]/], ["Greek", /[\u0370-\u03ff]/], ["Han", /[\u4e00-\u9fff]/], ["Kana", /[\u3040-\u30ff]/], ["Hangul", /[\uac00-\ud7af]/]];
const script = (t) => (scripts.find(([, r]) => r.test(t)) || ["Latin"])[0];

/* A tie to another record is shown by the name that the list gives to that one. */
function quals(v) {
  if (typeof v !== "object") return [];
  return Object.entries(v).filter(([k]) => k !== "value" && k !== "target_name").map(([k, x]) => h("span", { class: "qual" }, h("span", null, words(k)), " ", name([x].flat().join(", "))));
}

const fact = (v) => h("li", null, name(v.target_name || text(v)), " ", quals(v));

function namesTable(e) {
  const by = new Map();
  for (const prop of NAMES) for (const v of e[prop] || []) {
    const k = script(text(v));
    if (!by.has(k)) by.set(k, []);
    by.get(k).push([prop, text(v)]);
  }
  return h("section", null, h("h2", null, "Names"), h("dl", { class: "facts" }, [...by].map(([k, list]) => [h("dt", null, k),
    h("dd", null, h("ul", { class: "names" }, list.map(([prop, t]) => h("li", { class: prop }, name(t), prop !== "name" && h("span", { class: "small" }, " ", words(prop))))))])));
}

function listing(v) {
  const o = typeof v === "object" ? v : { value: v };
  const rows = Object.entries(o).filter(([k]) => !["value", "authority", "listed_on", "delisted_on"].includes(k));
  return h("li", { class: "listing" },
    h("p", null, h("strong", null, o.authority || o.value), o.authority && h("span", null, " ", name(o.value)), o.listed_on && h("span", { class: "day" }, "since ", h("time", null, o.listed_on)),
      o.delisted_on && h("span", { class: "day ended" }, "until ", h("time", null, o.delisted_on))),
    rows.length > 0 && h("dl", { class: "facts small" }, rows.map(([k, x]) => [h("dt", null, words(k)), h("dd", null, [x].flat().map((t) => h("div", null, link(t))))])));
}

const link = (t) => (/^https:\/\/\S+$/.test(t) ? h("a", { href: t, rel: "noreferrer noopener" }, t) : name(t));

/* One row a party that it is tied to: what ties them, and whether the list says it of this record, of the other, or of both. */
function tied(e) {
  const by = new Map();
  for (const r of e.relations) {
    const k = [r.relation, r.list, r.id].join("\0");
    if (!by.has(k)) by.set(k, { ...r, said: r.direction });
    else if (by.get(k).said !== r.direction) by.get(k).said = "both";
  }
  return [...by.values()];
}

const record = (r) => `#/entity/${encodeURIComponent(r.list)}/${encodeURIComponent(r.id)}`;
const said = { to: (r) => words(r.relation), from: (r) => words(r.relation) + ": said there", both: (r) => words(r.relation) + ": said by both" };

/* The party in the middle, those it is tied to down both sides. */
function graph(e, ties) {
  const nodes = ties.slice(0, 20), n = nodes.length, left = Math.ceil(n / 2), W = 1120, row = 54, H = Math.max(120, left * row + 30), cx = W / 2, cy = H / 2, half = 150;
  const cut = (t, m) => (t.length > m ? t.slice(0, m - 1) + "…" : t);
  const at = (i) => (i < left ? [half + 15, (H / (left + 1)) * (i + 1)] : [W - half - 15, (H / (n - left + 1)) * (i - left + 1)]);
  const box = (x, y, t, under, cls) => s("g", { class: cls }, s("rect", { x: x - half, y: y - 21, width: 2 * half, height: 42, rx: 6 }),
    s("text", { x, y: under ? y - 1 : y + 5, "text-anchor": "middle" }, cut(t, 36)), under ? s("text", { x, y: y + 15, "text-anchor": "middle", class: "label" }, cut(under, 44)) : null);
  const title = e.name ? text(e.name[0]) : e.id;
  return h("figure", { class: "graph", tabindex: "0", role: "region", "aria-label": "Picture of the relations" },
    s("svg", { viewBox: `0 0 ${W} ${H}`, role: "group", "aria-label": `${title} and ${plural(n, "party", "parties")} tied to it; the list below has the same` },
      nodes.map((_, i) => {
        const [x, y] = at(i), side = x < cx ? -1 : 1, from = cx + side * half, to = x - side * half, mid = (from + to) / 2;
        return s("path", { d: `M${from} ${cy} C${mid} ${cy} ${mid} ${y} ${to} ${y}`, class: "tie" });
      }),
      nodes.map((r, i) => s("a", { href: record(r) }, box(...at(i), r.name || r.id, said[r.said](r), "node"))),
      box(cx, cy, title, null, "node centre")),
    ties.length > n && h("figcaption", { class: "small" }, plural(ties.length - n, "more"), " in the list below"));
}

function relations(e) {
  const ties = tied(e);
  if (!ties.length) return h("section", null, h("h2", null, "Relations"), h("p", { class: "small" }, "The list ties this record to no other."));
  return h("section", null, h("h2", null, "Relations"), graph(e, ties),
    h("details", { open: ties.length > 20 }, h("summary", null, "As a list"), h("ul", { class: "ties" }, ties.map((r) => h("li", null, h("a", { href: record(r) }, name(r.name || r.id)), h("span", { class: "small" }, " ", r.type, ", ", said[r.said](r)))))));
}

export async function entity(root, [list, key]) {
  const e = await ask(`/v1/entities/${encodeURIComponent(list)}/${encodeURIComponent(key)}`);
  const title = e.name ? text(e.name[0]) : e.id;
  document.title = title + " · strait";
  const untold = (k) => e[k].filter((v) => !e.relations.some((r) => r.relation === k && r.id === text(v)));   /* the relations say the rest better */
  const rest = Object.keys(e).filter((k) => !own.has(k) && Array.isArray(e[k]) && untold(k).length);
  const about = e.record || {};
  root.append(
    h("p", { class: "back" }, h("a", { href: "#/search" }, "← back to the search")),
    h("header", { class: "who" }, h("h1", null, name(title)), h("p", { class: "meta" }, h("span", { class: "tag" }, e.type), h("span", { class: "list" }, e.list), e.list_title && h("span", null, e.list_title), e.list_date && h("span", null, "list of ", e.list_date), e.orphan && h("span", { class: "tag warn" }, "without a main record"))),
    h("div", { class: "two" },
      h("div", null, namesTable(e),
        rest.length > 0 && h("section", null, h("h2", null, "Facts"), h("dl", { class: "facts" }, rest.map((k) => [h("dt", null, words(k)), h("dd", null, h("ul", null, untold(k).map(fact)))])))),
      h("div", null, h("section", null, h("h2", null, "Listings"), (e.listing || []).length ? h("ul", { class: "listings" }, e.listing.map(listing)) : h("p", { class: "small" }, "The list states none.")))),
    relations(e),
    h("p", { class: "small source" }, "Record ", h("code", null, e.id), about.file ? [" in ", h("code", null, about.file), about.line ? ", line " + about.line : ""] : null, ", index ", h("code", null, e.index.slice(0, 12)), "."));
}
