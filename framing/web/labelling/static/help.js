// The codebook and the list of keys, each a key away, and the switch that turns single keys off.

import { element } from "/static/common.js";
import { JUDGEMENTS, keepSingleKeys, singleKeys } from "./keys.js";

const $ = (id) => document.getElementById(id);

/** Open the dialog "codebook" or "keys". */
export function openHelp(id) {
  $(id).showModal();
}

/** List the keys of what `form` asks, and let the buttons open both dialogs. */
export function prepareHelp(form) {
  $("key-list").replaceChildren(...rows(form).map(row));
  $("open-codebook").addEventListener("click", () => openHelp("codebook"));
  $("open-keys").addEventListener("click", () => openHelp("keys"));
  $("use-keys").checked = singleKeys();
  $("use-keys").addEventListener("change", (event) => keepSingleKeys(event.target.checked));
}

function rows(form) {
  const asked = [...form.questions, "confidence"];
  const judging = JUDGEMENTS.filter((one) => asked.includes(one.question));
  const devices = form.questions.includes("devices") ? form.devices : [];
  return [
    ...judging.map(({ key, name, meaning }) => [key.toUpperCase(), name, meaning]),
    ...devices.map(({ name, meaning }, i) => [i + 1, name, meaning]),
    ["Enter", "Save"],
    ["S", "Skip", "with the note as reason"],
    ["U", "Undo", "take the last one back"],
    ["W", "Write a note"],
    ["K", "Codebook"],
    ["← →", "Pick a word", "with Shift several"],
    ["Esc", "Pick nothing"],
  ];
}

function row([key, title, meaning]) {
  const words = element("dd", {}, title, meaning ? element("small", {}, ` ${meaning}`) : null);
  return element("div", {}, element("dt", {}, element("kbd", {}, key)), words);
}
