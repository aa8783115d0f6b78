// Why a sentence is marked, in words.

import { element } from "/static/common.js";
import { isOwn, words } from "/static/read/pieces.js";

const VOICES = {
  outlet: "The outlet speaks in its own words.",
  attributed: "The outlet tells what a source says.",
  mixed: "The outlet’s own words, with somebody’s words in them.",
  quote: "This is quotation, with hardly a word of the outlet’s own: it does not count for the outlet.",
  non_content: "This is a caption, a byline or a promotion, and is not scored.",
};

const STANCES = { endorsing: "vouches for what is said.", doubting: "casts doubt on what is said." };

/** The heading over the reasons. */
export function verdict(sentence, framed) {
  if (sentence.voice === "non_content") return "Not part of the story";
  if (!isOwn(sentence)) return "Somebody else’s words";
  return framed ? "The outlet frames" : "No framing found";
}

/** The reasons, as elements. */
export function reasons(sentence, { devices }) {
  const told = [element("p", {}, VOICES[sentence.voice]), ...whose(sentence)];
  if (sentence.editorial === null) return told;
  if (isOwn(sentence)) {
    told.push(
      element("p", { class: "score" }, element("strong", {}, sentence.editorial.toFixed(2)), ` — ${meaning(sentence.editorial)}`),
    );
    const carrying = sentence.rationale.map((span) => `“${words(sentence, span)}”`);
    if (carrying.length) told.push(element("p", {}, "It rests on ", element("span", { class: "said" }, carrying.join(", ")), "."));
    const found = how(sentence, devices);
    if (found.length) told.push(element("ul", { class: "devices" }, ...found));
  }
  if (sentence.charged !== null) {
    const loaded = sentence.charged_label === 1 ? "loaded" : "not loaded";
    told.push(element("p", { class: "hint" }, `Wording, whoever says it: ${loaded} (charged ${sentence.charged.toFixed(2)}).`));
  }
  return told;
}

/** Who speaks, and where the outlet vouches for them or doubts them by its verb. */
function whose(sentence) {
  const names = [...new Set(sentence.attributions.map((one) => one.speaker).filter(Boolean))];
  const told = names.length ? [element("p", {}, `Speaking: ${names.join(", ")}.`)] : [];
  for (const { cue, stance } of sentence.attributions) {
    if (!cue || !STANCES[stance]) continue;
    told.push(element("p", {}, element("span", { class: "said" }, `“${words(sentence, cue)}”`), ` ${STANCES[stance]}`));
  }
  return told;
}

/** What a calibrated score says. */
export function meaning(score) {
  const count = Math.round(100 * score);
  const many = count < 1 ? "fewer than 1 was" : count > 99 ? "more than 99 were" : `about ${count} ${count === 1 ? "was" : "were"}`;
  return `of 100 sentences with this score, ${many} called editorial by those who labelled them.`;
}

function how(sentence, devices) {
  return sentence.devices
    .map((one) => ({ ...one, ...devices.find(({ device }) => device === one.device) }))
    .filter((one) => one.score >= one.threshold)
    .sort((a, b) => b.score - a.score)
    .map((one) => {
      const said = one.words.map((span) => `“${words(sentence, span)}”`).join(", ");
      const line = element("li", {}, element("strong", {}, one.name), ` ${one.score.toFixed(2)}`);
      if (one.meaning) line.append(element("span", { class: "hint" }, ` — ${one.meaning}`));
      if (said) line.append(element("span", { class: "said" }, ` ${said}`));
      return line;
    });
}
