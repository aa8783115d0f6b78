// The table of rates, each with its dot and its line on one axis; a row's name leads to its sentences.

import { element, percent } from "/static/common.js";

const NS = "http://www.w3.org/2000/svg";
const TOPS = [10, 20, 40, 60, 80, 100];

/** Fill the table's body with `profiles`; `link` gives the address behind a name, or null. Returns the axis's end in %. */
export function fillRates(body, profiles, link) {
  const ends = profiles.map(({ editorial }) => (editorial ? 100 * (editorial.high ?? editorial.value) : 0));
  const top = TOPS.find((end) => Math.max(0, ...ends) <= end + 1e-9) ?? 100;
  body.replaceChildren(...profiles.map((profile) => row(profile, top, link(profile.name))));
  return top;
}

function row(profile, top, address) {
  const { editorial, charged_quote: charged } = profile;
  const name = element("th", { scope: "row" }, address ? element("a", { href: address, "data-name": profile.name }, profile.name) : profile.name);
  if (profile.warnings.length) name.append(element("small", {}, profile.warnings.join("; ")));
  const drawn = element("td", { class: "bar-cell", "data-scale": `0 to ${top} %` });
  if (editorial) drawn.append(dot(editorial, top));
  return element("tr", {},
    name, drawn,
    number("Editorial", editorial ? percent(editorial.value) : "–", "strong"),
    number("Interval", interval(editorial)),
    number("Own sentences", profile.own_voice_sentences.toLocaleString("en")),
    number("Articles", profile.articles.toLocaleString("en")),
    number("Charged quotes", charged ? percent(charged.value) : "–"));
}

function number(name, text, more = "") {
  return element("td", { class: `num ${more}`, "data-name": name }, text);
}

function interval(rate) {
  return rate && rate.low !== null ? `${(100 * rate.low).toFixed(1)} to ${(100 * rate.high).toFixed(1)}` : "–";
}

/** A line from the interval's low end to its high one, a dot at the rate; hollow where there is no interval. */
function dot(rate, top) {
  const x = (value) => (10000 * value) / top;
  const svg = drawing("svg", { viewBox: "-3 0 106 14", "aria-hidden": "true" });
  svg.append(drawing("line", { class: "base", x1: 0, x2: 100, y1: 7, y2: 7 }));
  const known = rate.low !== null;
  if (known) svg.append(drawing("line", { class: "range", x1: x(rate.low), x2: x(rate.high), y1: 7, y2: 7 }));
  svg.append(drawing("circle", { class: known ? "dot" : "dot hollow", cx: x(rate.value), cy: 7, r: 2.6 }));
  return svg;
}

function drawing(tag, attributes) {
  const made = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
