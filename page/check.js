/* May this pass? A case in a form, a verdict for each state. */
import { ask, h, name, plural, problem, say, words } from "./dom.js";
import { answer } from "./verdict.js";

const roles = "seller exporter supplier buyer importer consignee end_user intermediary broker forwarder carrier insurer bank correspondent_bank payer payee owner".split(" ");
const deal = [
  ["date", "Day of the deal", "day"], ["contract_date", "Contract of", "day"], ["activity", "What is done", "many", "sell supply export import purchase transit broker finance insure carry service".split(" ")],
  ["from", "From", "place"], ["via", "By way of", "many"], ["destination", "Destination", "place"], ["use_in", "Used in", "many"],
  ["documents", "Documents on file", "many", "no_re_export_clause end_user_statement adequate_remedies due_diligence_file price_attestation customs_declaration".split(" ")],
  ["end_use", "End use", "many", "civil military medical humanitarian nuclear".split(" ")], ["purpose", "Purpose", "many"],
];
const parts = {
  parties: ["Parties", "party", [["name", "Name"], ["role", "Role", "many", roles], ["country", "Country", "place"], ["type", "Type", "pick", ["", "organisation", "person", "vessel"]], ["incorporated", "Founded on", "day"], ["kind", "Kind", "many", ["bank", "forwarder", "state_owned", "insurer"]]]],
  goods: ["Goods", "item", [["hs", "HS code"], ["description", "Description"], ["origin", "Origin", "place"], ["control", "Control code"], ["value", "Value"], ["currency", "Currency"]]],
  vessels: ["Ship", "ship", [["imo", "IMO"], ["name", "Name"], ["flag", "Flag", "place"], ["type", "Type"]]],
  payments: ["Payment", "payment", [["amount", "Amount"], ["currency", "Currency"], ["cleared_in", "Cleared in", "many"]]],
};
const empty = () => ({ date: new Date().toISOString().slice(0, 10), activity: ["sell", "export"], parties: [{ role: ["seller"] }, { role: ["buyer"] }], goods: [{}], vessels: [], payments: [] });
let model = empty(), ids = 0;

/* Facts that have no field of their own stand as "name = value" lines. */
const show = (v) => (v === null ? "unknown" : Array.isArray(v) ? v.map(show).join(" + ") : String(v));
function read(t) {
  t = t.trim();
  if (t === "unknown" || t === "") return null;
  if (t.includes("+")) return t.split("+").map((x) => x.trim()).filter(Boolean);
  return t === "true" ? true : t === "false" ? false : t;
}
const list = (v) => (v === undefined || v === null ? [] : [v].flat());

function many(object, key, id, choices) {
  const input = h("input", { id, type: "text", autocomplete: "off", spellcheck: "false", placeholder: choices ? "" : "several with commas" });
  const chips = (choices || []).map((c) => h("button", { type: "button", class: "chip", onclick: () => {
    const now = list(object[key]);
    set(now.includes(c) ? now.filter((x) => x !== c) : [...now, c]);
    draw();
  } }, words(c)));
  const set = (v) => { if (v.length) object[key] = v; else if (key === "documents" || key === "end_use") object[key] = []; else delete object[key]; };
  const draw = () => { input.value = list(object[key]).join(", "); chips.forEach((b, i) => b.setAttribute("aria-pressed", list(object[key]).includes(choices[i]))); };
  input.addEventListener("input", () => { set(input.value.split(",").map((x) => x.trim()).filter(Boolean)); chips.forEach((b, i) => b.setAttribute("aria-pressed", list(object[key]).includes(choices[i]))); });
  draw();
  return [input, chips.length ? h("div", { class: "chips", role: "group", "aria-label": "to choose from" }, chips) : null];
}

function field(object, [key, label, kind, choices]) {
  const id = `f${++ids}-${key}`;
  let input;
  if (kind === "many") input = many(object, key, id, choices);
  else if (kind === "pick") {
    input = h("select", { id, onchange: (e) => { if (e.target.value) object[key] = e.target.value; else delete object[key]; } }, choices.map((c) => h("option", { value: c }, c || "not said")));
    input.value = object[key] || "";
  } else {
    input = h("input", { id, type: "text", inputmode: kind === "day" ? "numeric" : null, placeholder: kind === "day" ? "2024-04-02" : kind === "place" ? "DE" : "", autocomplete: "off", spellcheck: "false",
      value: object[key] === undefined || object[key] === null ? "" : show(object[key]),
      oninput: (e) => { const v = e.target.value.trim(); if (v) object[key] = v; else delete object[key]; } });
  }
  return h("div", { class: "field" + (kind === "many" && choices ? " wide" : "") }, h("label", { for: id }, label), input);
}

function others(object, known) {
  const id = `f${++ids}-more`, left = Object.entries(object).filter(([k, v]) => !known.includes(k) && k !== "id" && (v === null || typeof v !== "object" || Array.isArray(v) && v.every((x) => typeof x !== "object")));
  const input = h("input", { id, type: "text", autocomplete: "off", spellcheck: "false", placeholder: "us_origin = false, first_order = true", value: left.map(([k, v]) => `${k} = ${show(v)}`).join(", "),
    oninput: () => {
      for (const k of Object.keys(object)) if (!known.includes(k) && k !== "id" && (object[k] === null || typeof object[k] !== "object" || Array.isArray(object[k]))) delete object[k];
      for (const part of input.value.split(",")) {
        const at = part.indexOf("=");
        if (at > 0 && part.slice(0, at).trim()) object[part.slice(0, at).trim()] = read(part.slice(at + 1));
      }
    } });
  return h("div", { class: "field wide more-facts" }, h("label", { for: id }, "More facts"), input);
}

function part(key, redraw) {
  const [title, one, fields] = parts[key];
  const items = (model[key] = list(model[key]));
  const add = h("button", { type: "button", class: "add", onclick: () => { items.push({}); redraw(key, items.length - 1); } }, `Add ${/^[aeiou]/.test(one) ? "an" : "a"} ${one}`);
  return h("fieldset", { class: "box", "data-part": key }, h("legend", null, title),
    items.map((o, i) => h("div", { class: "item" }, h("div", { class: "item-head" }, h("span", { class: "small" }, `${one} ${i + 1}`, o.id ? [" · ", o.id] : null),
      h("button", { type: "button", class: "quiet", "aria-label": `Remove ${one} ${i + 1}`, onclick: () => { items.splice(i, 1); redraw(key); } }, "remove")),
      h("div", { class: "grid" }, fields.map((f) => field(o, f)), others(o, fields.map(([k]) => k))))), add);
}

/* What is sent: the model without what is empty. */
function asked() {
  const c = structuredClone(model);
  for (const key of Object.keys(parts)) {
    c[key] = list(c[key]).filter((o) => Object.keys(o).length);
    if (!c[key].length) delete c[key];
  }
  return c;
}

function take(c) {
  for (const [one, all] of [["vessel", "vessels"], ["payment", "payments"]]) if (c[one] !== undefined) { c[all] = list(c[one]); delete c[one]; }
  model = { ...Object.fromEntries(Object.keys(parts).map((k) => [k, []])), ...c };
}

export async function check(root) {
  const out = h("section", { class: "out", "aria-label": "Answer" }), holder = h("div", { class: "form" });
  const partial = h("input", { type: "checkbox", id: "partial", checked: true });
  const json = h("textarea", { id: "json", rows: "14", spellcheck: "false", "aria-label": "The case as JSON" });
  const trouble = h("p", { class: "small bad", role: "alert" });
  function draw(focus, at) {
    const top = deal.map(([k]) => k);
    holder.replaceChildren(h("fieldset", { class: "box" }, h("legend", null, "The deal"), h("div", { class: "grid" }, deal.map((f) => field(model, f)), others(model, [...top, "note", ...Object.keys(parts)]))), ...Object.keys(parts).map((k) => part(k, draw)));
    if (at !== undefined) holder.querySelector(`[data-part=${focus}] .item:last-of-type input`)?.focus();
  }
  async function run() {
    out.replaceChildren(h("p", { class: "small" }, "asking…"));
    try {
      const a = await ask(`/v1/check?partial=${partial.checked}`, asked());
      out.replaceChildren(answer(a));
      say("The verdict is " + words(a.verdict));
      if (out.getBoundingClientRect().top > innerHeight * 0.6) out.scrollIntoView({ block: "start" });
    } catch (e) { out.replaceChildren(problem(e, run)); }
  }
  const sample = async () => { take(await ask("/page/shipment.json")); draw(); run(); };
  const raw = h("details", { class: "more", ontoggle: () => { json.value = JSON.stringify(asked(), null, 1); } }, h("summary", null, "The case as JSON"), json,
    h("button", { type: "button", onclick: () => { try { take(JSON.parse(json.value)); trouble.textContent = ""; draw(); } catch (e) { trouble.textContent = e.message; } } }, "Take it over"), trouble);
  root.append(h("h1", null, "May this pass?"),
    h("p", { class: "lead2" }, "State what is known of a deal. What is not known is never taken for allowed: it is named as missing."),
    h("div", { class: "case" }, h("form", { onsubmit: (e) => { e.preventDefault(); run(); } },
      h("p", { class: "line" }, h("button", { type: "button", onclick: sample }, "Load the sample shipment"), h("button", { type: "button", class: "quiet", onclick: () => { model = empty(); draw(); out.replaceChildren(blank()); } }, "Begin anew")),
      holder, raw, h("p", { class: "line sticky" }, h("button", { class: "go" }, "Check"), h("label", { class: "tick" }, partial, " take lists that the index does not hold for empty"))), out));
  out.append(blank());
  draw();
}

const blank = () => h("div", { class: "blank" }, h("p", null, "The verdict of each state will stand here: with its article, the facts that decided, those that are missing, and what would change it."));
