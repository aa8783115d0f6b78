// The sentence on the screen: words are picked in it by mouse, finger or arrow keys; marks are shown in it.
// Offsets inside this file count UTF-16 units, as the browser does; `picked` and the marks count code points.

import { element } from "/static/common.js";

const WORD = /[\p{L}\p{N}]+(?:['’.\-][\p{L}\p{N}]+)*/gu;

const toPoints = (text, unit) => [...text.slice(0, unit)].length;
const toUnits = (text, point) => [...text].slice(0, point).join("").length;

export class SentenceView {
  /** `onpick` is called with the picked words, empty for none. */
  constructor(root, onpick) {
    this.root = root;
    this.onpick = onpick;
    this.show("", []);
    root.addEventListener("pointerdown", () => (this.dragged = false));
    root.addEventListener("click", (event) => this.#clicked(event));
    document.addEventListener("selectionchange", () => this.#selected());
  }

  show(text, marks) {
    this.text = text;
    this.words = [...text.matchAll(WORD)].map((found) => ({ start: found.index, end: found.index + found[0].length }));
    this.span = null;
    this.anchor = null;
    this.redraw(marks);
  }

  /** Draw the text anew with `marks`: {start, end, number}, in code points. */
  redraw(marks = this.marks) {
    this.marks = marks;
    const units = marks.map((one) => ({
      start: toUnits(this.text, one.start),
      end: toUnits(this.text, one.end),
      number: one.number,
    }));
    const cuts = new Set([0, this.text.length]);
    for (const one of [...units, ...(this.span ? [this.span] : [])]) cuts.add(one.start).add(one.end);
    const ends = [...cuts].sort((a, b) => a - b);
    this.root.replaceChildren(...ends.slice(1).map((end, i) => this.#piece(ends[i], end, units)));
  }

  /** The picked words in code points, or null. */
  get picked() {
    const span = this.span;
    return span && { start: toPoints(this.text, span.start), end: toPoints(this.text, span.end) };
  }

  pick(span) {
    this.span = span;
    this.redraw();
    this.onpick(span ? this.text.slice(span.start, span.end) : "");
  }

  /** Pick the word before (-1) or after (1) the one that was picked last; with `extend`, the words up to it. */
  step(way, extend) {
    if (!this.words.length) return;
    const last = this.words.length - 1;
    if (!this.span || !this.anchor) this.anchor = { from: way > 0 ? 0 : last, at: way > 0 ? 0 : last };
    else {
      const at = Math.min(last, Math.max(0, this.anchor.at + way));
      this.anchor = { from: extend ? this.anchor.from : at, at };
    }
    const { from, at } = this.anchor;
    this.pick({ start: this.words[Math.min(from, at)].start, end: this.words[Math.max(from, at)].end });
  }

  #piece(start, end, marks) {
    const here = marks.filter((one) => one.start <= start && end <= one.end);
    const picked = this.span && this.span.start <= start && end <= this.span.end;
    const text = this.text.slice(start, end);
    if (!here.length && !picked) return document.createTextNode(text);
    const ending = here.filter((one) => one.end === end).map((one) => one.number);
    const piece = element(here.length ? "mark" : "span", { class: picked ? "picked" : null }, text);
    if (ending.length) piece.dataset.numbers = ending.join(" ");
    return piece;
  }

  /** A click or tap picks a word; a second one beside it, all the words up to it; one on what is picked, nothing. */
  #clicked(event) {
    if (this.dragged) {
      this.dragged = false;
      return;
    }
    const at = this.#unitAt(event.clientX, event.clientY);
    const place = at === null ? -1 : this.words.findIndex((word) => word.start <= at && at <= word.end);
    if (place < 0) return;
    const word = this.words[place];
    this.anchor = { from: place, at: place };
    if (!this.span) this.pick(word);
    else if (this.span.start <= word.start && word.end <= this.span.end) this.pick(null);
    else this.pick({ start: Math.min(this.span.start, word.start), end: Math.max(this.span.end, word.end) });
  }

  #unitAt(x, y) {
    const found = document.caretPositionFromPoint?.(x, y);
    const range = found ? null : document.caretRangeFromPoint?.(x, y);
    const node = found?.offsetNode ?? range?.startContainer;
    return node && this.root.contains(node) ? this.#unit(node, found?.offset ?? range.startOffset) : null;
  }

  /** Words selected as the browser selects text; cut words are taken whole. */
  #selected() {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (!this.root.contains(range.startContainer) || !this.root.contains(range.endContainer)) return;
    const start = this.#unit(range.startContainer, range.startOffset);
    const end = this.#unit(range.endContainer, range.endOffset);
    const touched = this.words.filter((word) => word.start < end && start < word.end);
    if (!touched.length) return;
    // Not drawn while the selection is still being made: drawing would end it.
    this.span = { start: Math.min(start, touched[0].start), end: Math.max(end, touched.at(-1).end) };
    this.#trim();
    this.dragged = true;
    this.onpick(this.text.slice(this.span.start, this.span.end));
  }

  #trim() {
    const text = this.text.slice(this.span.start, this.span.end);
    this.span.start += text.length - text.trimStart().length;
    this.span.end -= text.length - text.trimEnd().length;
  }

  #unit(node, offset) {
    const range = document.createRange();
    range.setStart(this.root, 0);
    range.setEnd(node, offset);
    return range.toString().length;
  }
}
