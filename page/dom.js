/* Small means that every view uses: elements, requests, words for the screen reader. */

/* h("a", {href: "#/x", class: "y"}, "text", other): null and false children are left out; on* are listeners. */
export function h(tag, attrs, ...children) {
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(attrs || {})) {
    if (v === null || v === undefined || v === false) continue;
    if (k.startsWith("on")) e.addEventListener(k.slice(2), v);
    else if (k === "value" || k === "checked") e[k] = v;
    else e.setAttribute(k, v === true ? "" : v);
  }
  e.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
  return e;
}

const SVG = "http://www.w3.org/2000/svg";
export function s(tag, attrs, ...children) {
  const e = document.createElementNS(SVG, tag);
  for (const [k, v] of Object.entries(attrs || {})) e.setAttribute(k, v);
  e.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined));
  return e;
}

/* A name in whatever script it is in, kept apart from the text around it. */
export const name = (text, cls) => h("bdi", { class: cls }, text);

export function say(text) { document.getElementById("said").textContent = text; }

/* A key, where the server asks for one, is kept for this tab alone. */
const key = () => sessionStorage.getItem("key");

export class Problem extends Error {
  constructor(p) { super(p.detail || p.title || "no answer"); Object.assign(this, p); }
}

export async function ask(path, body, signal) {
  const headers = {};
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key()) headers.Authorization = "Bearer " + key();
  let r;
  try {
    r = await fetch(path, { method: body === undefined ? "GET" : "POST", headers, body: body === undefined ? undefined : JSON.stringify(body), signal });
  } catch (e) {
    if (e.name === "AbortError") throw e;
    throw new Problem({ title: "the server does not answer", detail: "The server does not answer. Is strait serve running?" });
  }
  const type = r.headers.get("Content-Type") || "", json = type.includes("json") ? await r.json() : null;
  if (!r.ok) throw new Problem(json || { title: r.statusText, status: r.status });
  return json;
}

export function problem(e, again) {
  const asks = e.status === 401 || e.status === 403;
  const field = asks && h("input", { type: "password", id: "key", autocomplete: "off", spellcheck: "false" });
  return h("div", { class: "problem", role: "alert" },
    h("p", null, h("strong", null, e.message)),
    e.where && h("p", null, "at ", e.where),
    e.hint && !asks && h("p", null, e.hint),
    asks && h("form", { class: "line", onsubmit: (ev) => { ev.preventDefault(); sessionStorage.setItem("key", field.value.trim()); if (again) again(); } },
      h("label", { for: "key" }, "API key"), field, h("button", null, "Use it")),
    e.request_id && h("p", { class: "small" }, "request ", h("code", null, e.request_id)));
}

export const plural = (n, one, many) => `${n} ${n === 1 ? one : many || one + "s"}`;
export const words = (key) => key.replace(/_/g, " ");
export const debounce = (ms, fn) => { let t; return (...a) => { clearTimeout(t); t = setTimeout(() => fn(...a), ms); }; };
