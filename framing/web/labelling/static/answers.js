// The answers to one sentence while they are being given, and what the codebook makes follow from each.

// What loads a word loads the sentence.
const LOADING = ["loaded_wording", "labelling"];

/** Answers to `questions`; `start` are those to begin with, null for none. */
export class Answers {
  constructor(questions, start) {
    this.questions = questions;
    this.voice = start?.voice ?? null;
    this.editorial = start?.editorial ?? null;
    this.devices = (start?.devices ?? []).map((mark) => ({ ...mark }));
    this.charged = start?.charged ?? null;
    this.confidence = start?.confidence ?? null;
    // Answers that stood here before: one may want to change several, so none of them ends the sentence.
    this.isImplied = false; // whether "charged" follows from a mark, and was not said
    this.stoodBefore = questions.some((name) => name !== "devices" && this[name] !== null);
  }

  asks(question) {
    return this.questions.includes(question);
  }

  /** Answer a question of one answer; the same again takes the answer off. */
  answer(question, value) {
    const confirms = question === "charged" && this.isImplied && value === this.charged;
    if (question === "charged") this.isImplied = false;
    if (confirms) return;
    this[question] = this[question] === value ? null : value;
    // Furniture is neither editorial nor charged, and no sentence without framing has a device.
    if (this.voice === "non_content" && question === "voice") {
      this.editorial = this.asks("editorial") ? 0 : null;
      this.charged = this.asks("charged") ? 0 : null;
    }
    if (this.editorial === 0) this.devices = [];
  }

  /** Mark a device on `span`, or on the whole sentence without one; the same again takes the mark off. */
  mark(device, span) {
    const same = (one) => one.device === device && (!span || (one.start === span.start && one.end === span.end));
    if (this.devices.some(same)) {
      this.devices = this.devices.filter((one) => !same(one));
      return;
    }
    this.devices.push(span ? { device, start: span.start, end: span.end } : { device });
    this.editorial = 1;
    if (LOADING.includes(device) && this.asks("charged") && this.charged !== 1) {
      this.charged = 1;
      this.isImplied = true;
    }
  }

  unmark(place) {
    this.devices.splice(place, 1);
  }

  /** The question to answer next; null when all are answered. */
  get next() {
    const open = this.questions.find((name) =>
      name === "devices" ? this.editorial === 1 && !this.devices.length : this[name] === null,
    );
    return open ?? null;
  }

  /** Whether the last answer ends the sentence: several devices may hold, so these wait for a word of their own. */
  get endsItself() {
    return this.next === null && !this.stoodBefore && !(this.asks("devices") && this.editorial === 1);
  }

  /** As the API takes them: nothing for what is not asked. */
  toJSON() {
    const given = { confidence: this.confidence };
    for (const name of this.questions) given[name] = this[name];
    return given;
  }
}
