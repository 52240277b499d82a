/* The page: which view the address names, light or dark, what the index is. */
import { ask, h, problem } from "./dom.js";
import { search } from "./search.js";
import { entity } from "./entity.js";
import { check } from "./check.js";
import { matrix } from "./matrix.js";
import { lists } from "./lists.js";

const views = { search: [search, "Who is this?"], entity: [entity, "Record"], check: [check, "May this pass?"], matrix: [matrix, "Who sanctions whom"], lists: [lists, "Lists"] };
const main = document.getElementById("main");
let first = true;

async function show() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  const [id, ...rest] = (path || "search").split("/");
  const [view, title] = views[id] || views.search;
  document.title = title + " · strait";
  for (const a of document.querySelectorAll("nav a")) {
    if (a.getAttribute("href") === "#/" + (id === "entity" ? "search" : id)) a.setAttribute("aria-current", "page");
    else a.removeAttribute("aria-current");
  }
  const root = h("div", { class: "view " + id });
  main.replaceChildren(root);
  try {
    await view(root, rest.map(decodeURIComponent), new URLSearchParams(query || ""));
  } catch (e) {
    root.append(problem(e, show));
  }
  if (!first && !root.contains(document.activeElement)) main.focus({ preventScroll: true });
  first = false;
}

/* Light, dark, or as the system has it. */
const themes = ["auto", "light", "dark"], button = document.getElementById("theme");
function theme(t) {
  document.documentElement.dataset.theme = t;
  button.textContent = { auto: "◐", light: "☀", dark: "☾" }[t];
  button.title = { auto: "as the system has it", light: "light", dark: "dark" }[t];
  button.setAttribute("aria-label", "Light or dark: " + button.title);
}
const stored = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
button.addEventListener("click", () => {
  const next = themes[(themes.indexOf(document.documentElement.dataset.theme) + 1) % themes.length];
  try { localStorage.setItem("theme", next); } catch { /* private windows */ }
  theme(next);
});
theme(themes.includes(stored()) ? stored() : "auto");

addEventListener("keydown", (e) => {
  if (e.key !== "/" || e.ctrlKey || e.metaKey || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) return;
  e.preventDefault();
  if (!document.getElementById("name")) location.hash = "#/search";
  else document.getElementById("name").focus();
});
addEventListener("hashchange", () => { if (!history.state || !history.state.kept) show(); });
document.querySelector(".skip").addEventListener("click", (e) => { e.preventDefault(); main.focus(); });

show();
ask("/readyz").then((r) => { document.getElementById("index").replaceChildren("Answers from index ", h("code", null, r.index.slice(0, 12))); }).catch(() => {});
