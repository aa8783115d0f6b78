// The comparison on screen: one telling at the left, the reference in the middle, another telling at the right.

import { element } from "/static/common.js";
import { byRow, cut } from "/static/compare/rows.js";
import { shade } from "/static/read/pieces.js";

const MARKS = { kept: "=", reworded: "≈", added: "+", omitted: "−" };
const WORDS = { kept: "kept", reworded: "reworded", added: "added", omitted: "left out" };

/** A telling's name on screen. */
export function nameOf(article, number) {
  return article.outlet || article.title || article.source || `Telling ${number + 1}`;
}

export class View {
  constructor(place) {
    this.place = place;
    place.addEventListener("click", (event) => {
      if (String(getSelection()) === "") this.#pick(event.target.closest(".cell[role=button]"));
    });
    place.addEventListener("keydown", (event) => {
      const cell = event.target.closest(".cell[role=button]");
      if (!cell || (event.key !== "Enter" && event.key !== " ")) return;
      event.preventDefault();
      this.#pick(cell);
    });
  }

  /** Show the comparison with `sides`, one or two places of its tellings. */
  show(comparison, sides) {
    this.comparison = comparison;
    this.picked = null;
    this.cells = [];
    this.middle = new Map(); // place in the reference -> its cell's text
    const tellings = sides.map((place) => ({ place, telling: comparison.tellings[place], rows: byRow(comparison.tellings[place]) }));
    this.place.classList.toggle("one", tellings.length === 1);
    const rows = [this.#heads(tellings), this.#row(-1, tellings)];
    comparison.reference.forEach((_, place) => rows.push(this.#row(place, tellings)));
    this.place.replaceChildren(...rows.filter(Boolean));
  }

  #heads(tellings) {
    const { wire } = this.comparison;
    const middle = element("p", { class: "head" }, wire ? `${nameOf(wire, 0)} (wire)` : "What most of them tell");
    const [left, right] = tellings.map(({ telling, place }) => element("p", { class: "head" }, nameOf(telling, place)));
    return element("li", { class: "row heads", "aria-hidden": "true" }, ...order(left, middle, right));
  }

  #row(place, tellings) {
    const source = this.comparison.reference[place];
    const [left, right] = tellings.map((side) => this.#side(place, side));
    const isEmpty = [left, right].every((side) => !side || side.childNodes.length === 0);
    if (!source && isEmpty) return null;
    const middle = element("div", { class: "side middle" });
    if (source) middle.append(this.#reference(source, place));
    return element("li", { class: "row" }, ...order(left, middle, right));
  }

  #reference(source, place) {
    const isCompared = this.comparison.tellings.some((telling) => telling.reference_fates[place] !== null);
    const text = element("span", {}, source.text);
    this.middle.set(place, text);
    const whose = this.comparison.tellings.findIndex((telling) => telling.article_id === source.article_id);
    const who = this.comparison.wire ? null : element("span", { class: "who" }, `${nameOf(this.comparison.tellings[whose], whose)} `);
    return this.#cell(source, isCompared ? [place] : [], [who, text]);
  }

  /** What one telling has in a row: its sentences, or that it has none. */
  #side(place, { place: number, telling, rows }) {
    const name = nameOf(telling, number);
    const side = element("div", { class: "side", "data-outlet": name, role: "group", "aria-label": name });
    const mine = rows.get(place) ?? [];
    side.append(...mine.map((sentence) => this.#told(sentence)));
    if (mine.some((sentence) => sentence.links.length)) return side;
    const fate = telling.reference_fates[place];
    const mark = (sign, said, kind) => element("p", { class: `nothing ${kind}` }, element("b", { class: `mark ${kind}`, "aria-hidden": "true" }, sign), ` ${said}`);
    if (fate === "omitted") side.prepend(mark(MARKS.omitted, "left out", "omitted"));
    else if (fate) side.prepend(mark(MARKS[fate], "told together with another sentence", fate));
    return side;
  }

  #told(sentence) {
    const mark = element("b", { class: `mark ${sentence.fate}` }, element("span", { "aria-hidden": "true" }, MARKS[sentence.fate]), element("span", { class: "unseen" }, `${WORDS[sentence.fate]}: `));
    const words = cut(sentence.text, sentence.words_new).map(({ text, inside }) => (inside ? element("ins", {}, text) : text));
    const cell = this.#cell(sentence, sentence.links.map((link) => link.reference), [mark, " ", ...words]);
    cell.classList.add(sentence.fate);
    this.cells.at(-1).links = sentence.links;
    return cell;
  }

  #cell(sentence, references, children) {
    const framed = sentence.editorial_label === 1;
    const isLinked = references.length > 0;
    const cell = element("div", {
      class: `cell s${framed ? ` framed s${shade(sentence.editorial)}` : ""}`,
      role: isLinked ? "button" : null, tabindex: isLinked ? "0" : null, "aria-pressed": isLinked ? "false" : null,
    });
    if (framed) children.unshift(element("span", { class: "unseen" }, `framing, ${sentence.editorial.toFixed(2)}: `));
    cell.append(...children.filter(Boolean));
    this.cells.push({ node: cell, references, links: null });
    return cell;
  }

  /** Light up a cell and all that tell the same; again puts the lights out. */
  #pick(node) {
    if (!node) return;
    const chosen = this.picked === node ? null : this.cells.find((cell) => cell.node === node);
    this.picked = chosen ? node : null;
    for (const { node: each, references } of this.cells) {
      const lit = chosen !== null && references.some((place) => chosen.references.includes(place));
      each.classList.toggle("lit", lit);
      if (each.hasAttribute("aria-pressed")) each.setAttribute("aria-pressed", String(each === this.picked));
    }
    this.#strike(chosen?.links ?? []);
  }

  /** Strike, in the reference, the words that the chosen sentence does not have. */
  #strike(links) {
    for (const [place, text] of this.middle) {
      const gone = links.find((link) => link.reference === place)?.words_gone ?? [];
      const parts = cut(this.comparison.reference[place].text, gone);
      text.replaceChildren(...parts.map(({ text: words, inside }) => (inside ? element("del", {}, words) : words)));
    }
  }
}

/** Left, middle, right; with one telling the reference comes first. */
function order(left, middle, right) {
  return right ? [left, middle, right] : [middle, left];
}
