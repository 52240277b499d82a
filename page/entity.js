/* A record in full: names by script, numbers, listings by regime, relations. */
import { ask, h, name, plural, s, words } from "./dom.js";

const NAMES = ["name", "alias", "former_name", "weak_alias", "original_name"];
const own = new Set(["id", "list", "type", "relations", "record", "index", "list_title", "publisher", "list_date", "orphan", "listing", ...NAMES]);
const text = (v) => (typeof v === "object" ? v.value : v);
const scripts = [["Cyrillic", /[\u0400-\u04ff]/], ["Arabic", /[\u0600-\u06ff]/], ["Hebrew", /[\u0590-\u05ff]/], ["Greek", /[\u0370-\u03ff]/], ["Han", /[\u4e00-\u9fff]/], ["Kana", /[\u3040-\u30ff]/], ["Hangul", /[\uac00-\ud7af]/]];
const script = (t) => (scripts.find(([, r]) => r.test(t)) || ["Latin"])[0];

function quals(v) {
  if (typeof v !== "object") return [];
  return Object.entries(v).filter(([k]) => k !== "value").map(([k, x]) => h("span", { class: "qual" }, h("span", null, words(k)), " ", name([x].flat().join(", "))));
}

const fact = (v) => h("li", null, name(text(v)), " ", quals(v));

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

/* The party in the middle, those it is tied to around it. */
function graph(e) {
  const seen = new Map();
  for (const r of e.relations) {
    const k = r.list + "\0" + r.id;
    if (!seen.has(k)) seen.set(k, { r, ties: [] });
    seen.get(k).ties.push(r);
  }
  const nodes = [...seen.values()].slice(0, 18), n = nodes.length, W = 760, H = Math.max(260, Math.min(520, 120 + n * 30)), cx = W / 2, cy = H / 2;
  const cut = (t) => (t.length > 30 ? t.slice(0, 29) + "…" : t);
  const place = (i) => {   /* down the left side, down the right side */
    const left = Math.ceil(n / 2), side = i < left, k = side ? i : i - left, m = side ? left : n - left;
    return [side ? 175 : W - 175, (H / (m + 1)) * (k + 1)];
  };
  const box = (x, y, t, cls) => s("g", { class: cls }, s("rect", { x: x - 112, y: y - 17, width: 224, height: 34, rx: 5 }), s("text", { x, y: y + 5, "text-anchor": "middle", direction: /[\u0590-\u06ff]/.test(t) ? "rtl" : "ltr" }, cut(t)));
  return h("figure", { class: "graph" },
    s("svg", { viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": `${e.name ? text(e.name[0]) : e.id} and ${plural(n, "party", "parties")} tied to it; the list below has the same` },
      nodes.map(({ ties }, i) => {
        const [x, y] = place(i), mid = [(x + cx) / 2, (y + cy) / 2];
        return [s("path", { d: `M${cx} ${cy} Q${mid[0]} ${y} ${x} ${y}`, class: "tie" }), s("text", { x: x < cx ? x + 122 : x - 122, y: y - 6, "text-anchor": x < cx ? "start" : "end", class: "label" }, words(ties[0].relation))];
      }),
      nodes.map(({ r }, i) => { const [x, y] = place(i); const a = s("a", { href: `#/entity/${encodeURIComponent(r.list)}/${encodeURIComponent(r.id)}` }, box(x, y, r.name || r.id, "node")); return a; }),
      box(cx, cy, e.name ? text(e.name[0]) : e.id, "node centre")),
    seen.size > n && h("figcaption", { class: "small" }, plural(seen.size - n, "more"), " in the list below"));
}

function relations(e) {
  if (!e.relations.length) return h("section", null, h("h2", null, "Relations"), h("p", { class: "small" }, "The list ties this record to no other."));
  return h("section", null, h("h2", null, "Relations"), graph(e), h("ul", { class: "ties" }, e.relations.map((r) => h("li", null, h("span", { class: "tag" }, words(r.relation)), r.direction === "from" ? " of it: " : " ",
    h("a", { href: `#/entity/${encodeURIComponent(r.list)}/${encodeURIComponent(r.id)}` }, name(r.name || r.id)), h("span", { class: "small" }, " ", r.type)))));
}

export async function entity(root, [list, key]) {
  const e = await ask(`/v1/entities/${encodeURIComponent(list)}/${encodeURIComponent(key)}`);
  const title = e.name ? text(e.name[0]) : e.id;
  document.title = title + " · strait";
  const rest = Object.keys(e).filter((k) => !own.has(k) && Array.isArray(e[k]));
  const about = e.record || {};
  root.append(
    h("p", { class: "back" }, h("a", { href: "#/search" }, "← back to the search")),
    h("header", { class: "who" }, h("h1", null, name(title)), h("p", { class: "meta" }, h("span", { class: "tag" }, e.type), h("span", { class: "list" }, e.list), e.list_title && h("span", null, e.list_title), e.list_date && h("span", null, "list of ", e.list_date), e.orphan && h("span", { class: "tag warn" }, "without a main record"))),
    h("div", { class: "two" },
      h("div", null, namesTable(e),
        rest.length > 0 && h("section", null, h("h2", null, "Facts"), h("dl", { class: "facts" }, rest.map((k) => [h("dt", null, words(k)), h("dd", null, h("ul", null, e[k].map(fact)))])))),
      h("div", null, h("section", null, h("h2", null, "Listings"), (e.listing || []).length ? h("ul", { class: "listings" }, e.listing.map(listing)) : h("p", { class: "small" }, "The list states none.")))),
    relations(e),
    h("p", { class: "small source" }, "Record ", h("code", null, e.id), about.file ? [" in ", h("code", null, about.file), about.line ? ", line " + about.line : ""] : null, ", index ", h("code", null, e.index.slice(0, 12)), "."));
}
