// A sentence corrected on the spot: the answers are a label under the reader's name, which is asked for once.

import { annotator, ask, rememberAnnotator } from "/static/common.js";

const PAUSE = 700; // milliseconds
const at = (id) => document.getElementById(id);

/** The questions of the panel; `of` gives the sentence on show and its article's head. */
export class Correcting {
  constructor(of) {
    this.of = of;
    this.answers = new WeakMap(); // sentence -> what was answered for it here; the label holds all of it
    this.buttons = [...at("correct").querySelectorAll("[data-answer]")];
    for (const button of this.buttons) {
      button.addEventListener("click", () => this.#answer({ editorial: Number(button.dataset.answer) }));
    }
    at("voice").addEventListener("change", () => this.#settle());
    at("who-ok").addEventListener("click", () => this.#name());
    at("annotator").addEventListener("keydown", (event) => event.key === "Enter" && this.#name());
  }

  /** Show the questions for a sentence: with the answers that it had, without one that waits for a name. */
  show(sentence) {
    at("who").hidden = true;
    this.waiting = null;
    this.#say("");
    this.#fill(sentence);
  }

  /** Keep the voice when it has stood for a moment: with the arrow keys one passes by the others. */
  #settle() {
    const [about, voice] = [this.of(), at("voice").value];
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.#answer({ voice }, about), PAUSE);
  }

  #name() {
    const name = at("annotator").value.trim();
    if (!name) return at("annotator").focus();
    rememberAnnotator(name);
    at("who").hidden = true;
    if (this.waiting !== null) this.#answer(this.waiting);
  }

  async #answer(change, { sentence, head } = this.of()) {
    if (!annotator()) {
      this.waiting = { ...this.waiting, ...change };
      this.#askName();
      return;
    }
    this.waiting = null;
    const answers = { ...this.answers.get(sentence), ...change };
    const body = {
      annotator: annotator(), article: head.id, article_hash: head.content_hash,
      start: sentence.start, text: sentence.text, outlet: head.outlet, ...answers,
    };
    this.#say("Keeping it …");
    try {
      const kept = await ask("/labels/corrections", { method: "POST", body });
      this.answers.set(sentence, answers);
      rememberAnnotator(kept.annotator); // as the label file has it: the Label page takes no other
      if (this.of().sentence === sentence) this.#say(`Kept, as ${kept.annotator}’s label.`);
    } catch (problem) {
      if (this.of().sentence === sentence) this.#say(`Not kept. ${problem.message}`);
      if (problem.detail?.[0]?.place === "body.annotator") {
        this.waiting = change;
        this.#askName();
      }
    }
    if (this.of().sentence === sentence) this.#fill(sentence);
  }

  /** What is answered stands pressed; the voice is the program's until somebody says another. */
  #fill(sentence) {
    const { editorial, voice } = this.answers.get(sentence) ?? {};
    for (const button of this.buttons) button.setAttribute("aria-pressed", String(Number(button.dataset.answer) === editorial));
    at("voice").value = voice ?? sentence.voice;
  }

  #askName() {
    at("who").hidden = false;
    at("annotator").value = annotator();
    at("annotator").focus();
  }

  #say(text) {
    at("kept").textContent = text;
  }
}
