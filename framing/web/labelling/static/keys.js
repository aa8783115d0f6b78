// Single keys: what each does, and when a key means something else.

import { keep, kept } from "/static/common.js";

const KEPT = "framing.single-keys";

/** Key, question, value and words of every judgement but the devices, which have the digits. */
export const JUDGEMENTS = [
  { key: "o", question: "voice", value: "outlet", name: "Outlet", meaning: "nothing is reported as a statement" },
  { key: "a", question: "voice", value: "attributed", name: "Attributed", meaning: "reported in the outlet’s words" },
  { key: "q", question: "voice", value: "quote", name: "Quote", meaning: "half or more in quotation marks" },
  { key: "m", question: "voice", value: "mixed", name: "Mixed", meaning: "somebody’s statement and the outlet’s own" },
  { key: "x", question: "voice", value: "non_content", name: "Furniture", meaning: "caption, byline, promotion" },
  { key: "e", question: "editorial", value: 1, name: "Editorial", meaning: "the outlet’s own words frame" },
  { key: "n", question: "editorial", value: 0, name: "Neutral", meaning: "as a wire report would have it" },
  { key: "c", question: "charged", value: 1, name: "Charged", meaning: "loaded wording, whoever speaks" },
  { key: "p", question: "charged", value: 0, name: "Plain", meaning: "no loaded wording" },
  { key: "g", question: "confidence", value: 1, name: "A guess", meaning: "within the rule" },
  { key: "f", question: "confidence", value: 2, name: "Fairly sure", meaning: "one can see the other side" },
  { key: "v", question: "confidence", value: 3, name: "Very sure", meaning: "another reader would agree" },
];

/** Whether single keys judge in this browser. */
export function singleKeys() {
  return kept(KEPT) !== "off";
}

export function keepSingleKeys(on) {
  keep(KEPT, on ? "on" : "off");
}

/** Whether the key was typed into a field or a dialog, or belongs to the browser. */
function isElsewhere(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true;
  if (document.querySelector("dialog[open]")) return true;
  // A dialog keeps the focus for a frame after it is closed: what is typed then is meant for the page.
  const field = event.target.closest?.("input, textarea, select");
  return Boolean(field) && !field.closest("dialog");
}

/** Call the action of each key pressed, of `actions` by key; a key that is held down acts once. */
export function listen(actions) {
  document.addEventListener("keydown", (event) => {
    if (isElsewhere(event)) return;
    const isArrow = event.key.startsWith("Arrow");
    if (event.repeat && !isArrow) return;
    // Enter on a button or a link is that button's.
    if (event.key === "Enter" && event.target.closest?.("button, a, summary")) return;
    const named = isArrow || event.key === "Enter" || event.key === "Escape";
    if (!named && !singleKeys()) return;
    const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    action(event);
  });
}
