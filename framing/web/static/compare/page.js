// The Compare screen: tellings in, a comparison out.

import { ask, download, element } from "/static/common.js";
import { View, nameOf } from "/static/compare/view.js";

const MOST = 12;
const at = (id) => document.getElementById(id);
const view = new View(at("rows"));
let asked = null;
let comparison = null;
let running = null; // the comparison that is coming in

addTelling();
addTelling();
at("add").addEventListener("click", () => addTelling().querySelector("input").focus());
at("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  compare();
});
for (const id of ["left", "right"]) at(id).addEventListener("change", () => showSides());
at("keep").addEventListener("click", keep);

function boxes() {
  return [...at("tellings").children];
}

function addTelling() {
  const box = at("telling").content.firstElementChild.cloneNode(true);
  box.querySelector(".remove").addEventListener("click", () => {
    box.remove();
    count();
  });
  at("tellings").append(box);
  count();
  return box;
}

function count() {
  boxes().forEach((box, place) => {
    box.querySelector("legend").textContent = `Telling ${place + 1}`;
    box.querySelector(".remove").hidden = boxes().length <= 2;
  });
  at("add").hidden = boxes().length >= MOST;
}

/** What was filled in; tellings that are empty do not count. */
function given() {
  const value = (box, name) => box.querySelector(`[name=${name}]`).value.trim();
  const filled = boxes().filter((box) => value(box, "text") || value(box, "url"));
  const wire = filled.findIndex((box) => box.querySelector("[name=wire]").checked);
  const articles = filled.map((box) => {
    const url = value(box, "text") ? null : value(box, "url");
    const title = value(box, "title") || null;
    // A page may name itself; a text without a name goes by the number of its box, here and in the saved page.
    const number = url || title ? null : box.querySelector("legend").textContent;
    return {
      text: value(box, "text") || null,
      url: url && URL.canParse(url) ? new URL(url).href : url,
      outlet: value(box, "outlet") || number,
      title,
    };
  });
  return { articles, wire: wire < 0 ? null : wire };
}

async function compare() {
  const body = given();
  at("problems").replaceChildren();
  if (body.articles.length < 2) return tell("Give two tellings at least: their text, or their address.");
  running?.abort();
  const mine = (running = new AbortController());
  at("status").textContent = "Comparing …";
  at("result").hidden = true;
  try {
    comparison = await ask("/compare", { method: "POST", body, signal: mine.signal });
    asked = body;
    show();
  } catch (problem) {
    if (mine === running) tell(problem.message);
  } finally {
    if (mine === running) at("status").textContent = "";
  }
}

function show() {
  const { tellings, wire, reference } = comparison;
  at("result").hidden = false;
  at("result-title").textContent = wire ? `Beside ${nameOf(wire, 0)}` : `What they share: ${reference.length} ${reference.length === 1 ? "sentence" : "sentences"}`;
  at("signature").textContent = comparison.signature;
  at("counts").replaceChildren(...tellings.map(counts));
  const options = () => tellings.map((telling, place) => element("option", { value: String(place) }, nameOf(telling, place)));
  at("left").replaceChildren(...options());
  at("right").replaceChildren(...options());
  at("right").value = String(Math.min(1, tellings.length - 1));
  // With two of them both are on screen; there is nothing to choose.
  at("sides").hidden = tellings.length <= 2;
  showSides();
  at("result").scrollIntoView({ block: "start" });
}

function counts(telling, place) {
  const framed = (fate) => telling.sentences.filter((one) => one.fate === fate && one.editorial_label === 1).length;
  const cell = (fate) => {
    const number = framed(fate);
    const made = element("td", { "data-name": fate }, String(telling.counts[fate]));
    if (number) made.append(element("span", { class: "flag" }, ` (${number} framing)`));
    return made;
  };
  const out = element("td", { "data-name": "left out" }, `${telling.counts.omitted} of ${comparison.reference.length}`);
  return element("tr", {}, element("th", { scope: "row" }, nameOf(telling, place)), cell("kept"), cell("reworded"), cell("added"), out);
}

function showSides() {
  const sides = [...new Set([Number(at("left").value), Number(at("right").value)])];
  view.show(comparison, sides);
}

async function keep() {
  try {
    await download("/compare", { method: "POST", body: asked, accept: "text/html" }, "comparison.html");
  } catch (problem) {
    tell(problem.message);
  }
}

function tell(text) {
  at("problems").replaceChildren(element("p", { class: "error" }, text));
}
