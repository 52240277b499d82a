/* What the index holds. */
import { ask, h, name } from "./dom.js";

const n = (v) => v.toLocaleString("en");

export async function lists(root) {
  const m = await ask("/v1/lists");
  const kinds = Object.entries(m.types).map(([k, v]) => `${n(v)} ${k}`).join(", ");
  root.append(h("h1", null, "What the index holds"),
    h("p", { class: "lead2" }, `${n(m.parties)} parties with ${n(m.names)} names and ${n(m.identifiers)} numbers: ${kinds}.`),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Lists" }, h("table", { class: "plain" },
      h("thead", null, h("tr", null, ["List", "Published", "Parties", "Names", "Numbers", "Damaged", "SHA-256 of the file"].map((t, i) => h("th", { scope: "col", class: i > 1 && i < 6 ? "num" : null }, t)))),
      h("tbody", null, m.lists.map((l) => h("tr", null, h("th", { scope: "row" }, l.title ? name(l.title) : l.list, h("div", { class: "small" }, h("code", null, l.list), l.publisher ? [" · ", name(l.publisher)] : null), l.notice && h("div", { class: "small" }, l.notice)),
        h("td", null, l.date || "not stated"), [l.parties, l.names, l.identifiers, l.bad].map((v) => h("td", { class: "num" }, n(v))), h("td", null, h("code", null, (l.sha256 || "").slice(0, 12)))))))));
}
