/* Who sanctions whom: imposers across, classes of measure down, on a day and at a target. */
import { ask, debounce, h, name, plural, problem, say, words } from "./dom.js";

const targets = [["RU", "Russia"], ["BY", "Belarus"], ["KP", "North Korea"], ["IR", "Iran"], ["SY", "Syria"], ["UA", "occupied regions of Ukraine"], ["TR", "Türkiye"], ["KG", "Kyrgyzstan"], ["VE", "Venezuela"]];
const titles = { AU: "Australia", CA: "Canada", CH: "Switzerland", EU: "European Union", JP: "Japan", KR: "Korea", NO: "Norway", NZ: "New Zealand", TR: "Türkiye", UA: "Ukraine", UK: "United Kingdom", UN: "United Nations", US: "United States" };

function cell(c) {
  if (c.state === "in_force") return h("td", { class: "force" }, h("time", null, c.first || "in force"), c.unsure && h("abbr", { title: "our reading is unsure" }, " ?"), c.measures > 1 && h("span", { class: "small" }, plural(c.measures, "measure")));
  if (c.state === "ended") return h("td", { class: "ended" }, h("time", null, c.first || ""), h("span", { class: "small" }, " ended ", c.ended || ""));
  if (c.state === "none") return h("td", { class: "noneat" }, "imposes none");
  return h("td", { class: "unknown" }, h("span", { "aria-hidden": "true" }, "·"), h("span", { class: "unseen" }, "no measure in this set"));
}

export async function matrix(root) {
  const target = h("select", { id: "target" }, targets.map(([v, t]) => h("option", { value: v }, `${t} (${v})`)));
  const day = h("input", { id: "day", type: "date", value: new Date().toISOString().slice(0, 10), min: "2006-01-01" });
  const out = h("div", { class: "out" });
  root.append(h("h1", null, "Who sanctions whom"), h("form", { class: "line", onsubmit: (e) => e.preventDefault() }, h("label", { for: "target" }, "Aimed at"), target, h("label", { for: "day" }, "on"), day), out);
  async function run() {
    if (!day.value) return;
    try {
      const m = await ask(`/v1/rules/matrix?target=${encodeURIComponent(target.value)}&at=${day.value}`);
      const who = m.classes.length ? Object.keys(m.classes[0].imposers) : [];
      const force = m.classes.reduce((k, c) => k + Object.values(c.imposers).filter((x) => x.state === "in_force").length, 0);
      say(`${force} classes of measures in force`);
      out.replaceChildren(m.classes.length ? h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Matrix" }, h("table", { class: "matrix" },
        h("caption", null, `The first day of each class of measure that was in force on ${m.at.slice(0, 10)}`),
        h("thead", null, h("tr", null, h("td", null), who.map((w) => h("th", { scope: "col" }, h("abbr", { title: titles[w] || w }, w))))),
        h("tbody", null, m.classes.map((c) => h("tr", null, h("th", { scope: "row" }, words(c.class)), who.map((w) => cell(c.imposers[w]))))))) : h("p", null, "No measure of this set is aimed there."),
        m.stances.length ? h("section", null, h("h2", null, "States that say they impose none"), h("ul", { class: "stances" }, m.stances.map((x) => h("li", null, h("strong", null, titles[x.imposer] || x.imposer), ": ", name(x.text), h("span", { class: "small" }, " (", x.source, ")"))))) : "",
        h("p", { class: "small" }, h("span", { class: "swatch force" }), " in force  ", h("span", { class: "swatch ended" }), " ended  ", h("span", { class: "swatch noneat" }), " the state says that it imposes none. A dot: no measure in this set, and no claim that there is none. A question mark: our reading is unsure. Set of rules ", h("code", null, m.rules.slice(0, 12)), "; not legal advice."));
    } catch (e) { out.replaceChildren(problem(e, run)); }
  }
  target.addEventListener("change", run);
  day.addEventListener("input", debounce(250, run));
  await run();
}
