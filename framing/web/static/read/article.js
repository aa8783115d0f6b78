// The marked article: paragraphs of sentences, each of which can be asked for its reasons.

import { element } from "/static/common.js";
import { isOwn, pieces, shade } from "/static/read/pieces.js";

/** Where the articles of one answer stand; `choose` is called with the sentence that was clicked. */
export class Articles {
  constructor(place, choose) {
    this.place = place;
    this.choose = choose;
    this.clear();
    place.addEventListener("click", (event) => this.#pick(event.target.closest(".s")));
    place.addEventListener("keydown", (event) => this.#key(event));
  }

  clear() {
    this.place.replaceChildren();
    this.heads = [];
    this.rates = []; // of each article, where its own numbers stand
    this.sentences = []; // {data, node}, in the order of reading
    this.chosen = null;
    this.threshold = 1;
  }

  addHead(head) {
    this.heads.push(head);
    this.body = element("article");
    this.paragraph = null;
    const source = head.source === "text" ? null : head.source;
    const about = [head.outlet, head.published, source].filter(Boolean).join(" · ");
    const header = element("header", {}, about ? element("p", { class: "kicker" }, about) : null);
    if (head.title) header.append(element("h3", {}, head.title));
    header.hidden = !head.title && !about;
    this.rates.push(header.appendChild(element("p", { class: "rate" })));
    this.body.append(header);
    this.place.append(this.body);
  }

  /** Say of each of several articles how many of its own sentences frame; of one the panel says it. */
  rate() {
    const counts = this.heads.map(() => ({ own: 0, framed: 0 }));
    for (const entry of this.sentences) {
      counts[entry.data.article].own += isOwn(entry.data);
      counts[entry.data.article].framed += this.isFramed(entry);
    }
    this.rates.forEach((node, number) => {
      node.hidden = this.heads.length < 2;
      if (!node.hidden) node.parentElement.hidden = false;
      node.textContent = `${counts[number].framed} of ${counts[number].own} own sentences frame`;
    });
  }

  addSentence(data) {
    if (!this.paragraph || this.paragraphNumber !== data.paragraph) {
      this.paragraph = this.body.appendChild(element("p"));
      this.paragraphNumber = data.paragraph;
    } else this.paragraph.append(" ");
    const first = this.sentences.length === 0;
    const attributes = { class: `s voice-${data.voice}`, role: "button", tabindex: first ? "0" : "-1", "aria-expanded": "false", "aria-controls": "why" };
    const node = element("span", attributes, element("span", { class: "unseen say" }, "Framing: "));
    for (const piece of pieces(data)) {
      node.append(piece.kind || piece.marked ? element(piece.marked ? "mark" : "span", { class: piece.kind }, piece.text) : piece.text);
    }
    node.dataset.place = this.sentences.length;
    if (data.editorial !== null) node.classList.add(`s${shade(data.editorial)}`);
    this.paragraph.append(node);
    const entry = { data, node };
    this.sentences.push(entry);
    this.#mark(entry);
  }

  /** Mark the sentences whose score reaches `threshold`. */
  mark(threshold) {
    this.threshold = threshold;
    for (const entry of this.sentences) this.#mark(entry);
  }

  isFramed({ data }) {
    return isOwn(data) && data.editorial >= this.threshold;
  }

  /** The next sentence that frames after the chosen one, `step` 1 onwards or -1 back; null where there is none. */
  nextFramed(step) {
    for (let i = this.sentences.indexOf(this.chosen) + step; i >= 0 && i < this.sentences.length; i += step) {
      if (this.isFramed(this.sentences[i])) return this.sentences[i];
    }
    return null;
  }

  select(entry) {
    this.deselect();
    this.chosen = entry;
    entry.node.setAttribute("aria-expanded", "true");
    // The reasons first: on a small screen they cover what the sentence has to be scrolled out of.
    this.choose(entry);
    this.#focus(entry);
  }

  deselect() {
    this.chosen?.node.setAttribute("aria-expanded", "false");
    this.chosen = null;
  }

  #mark(entry) {
    entry.node.classList.toggle("framed", this.isFramed(entry));
  }

  #pick(node) {
    if (node && this.place.contains(node)) this.select(this.sentences[Number(node.dataset.place)]);
  }

  /** One sentence at a time is a stop of the Tab key; the arrow keys go on from it. */
  #focus(entry) {
    this.place.querySelector('.s[tabindex="0"]')?.setAttribute("tabindex", "-1");
    entry.node.setAttribute("tabindex", "0");
    entry.node.focus({ preventScroll: true });
    entry.node.scrollIntoView({ block: "nearest" });
  }

  #key(event) {
    const node = event.target.closest(".s");
    if (!node || event.ctrlKey || event.metaKey || event.altKey) return;
    const here = Number(node.dataset.place);
    const last = this.sentences.length - 1;
    const to = { ArrowRight: here + 1, ArrowDown: here + 1, ArrowLeft: here - 1, ArrowUp: here - 1, Home: 0, End: last }[event.key];
    if (to !== undefined) {
      const entry = this.sentences[Math.max(0, Math.min(to, last))];
      if (this.chosen) this.select(entry);
      else this.#focus(entry);
    } else if (event.key === "Enter" || event.key === " ") this.#pick(node);
    else return;
    event.preventDefault();
  }
}
