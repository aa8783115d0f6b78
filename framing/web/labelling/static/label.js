// The Label screen. A judgement is sent, and the next sentence is shown only when the answer says that it is kept.

import { ask, element, rememberAnnotator } from "/static/common.js";
import { Answers } from "./answers.js";
import { openHelp, prepareHelp } from "./help.js";
import { JUDGEMENTS, listen } from "./keys.js";
import { Questions, TITLES } from "./questions.js";
import { SentenceView } from "./sentence.js";

const $ = (id) => document.getElementById(id);
const name = $("desk").dataset.name;
const path = `/labels/annotators/${encodeURIComponent(name)}`;
const view = new SentenceView($("sentence"), (words) => ($("picked-words").textContent = words && `Picked: ${words}`));

let form, questions, turn, answers;
let busy = true;
let reviewing = false; // going through the skipped sentences again

function show(next) {
  turn = next;
  const sentence = turn.sentence;
  $("work").hidden = !sentence;
  $("end").hidden = Boolean(sentence);
  showStanding();
  if (!sentence) return showEnd();
  answers = new Answers(form.questions, turn.answers);
  $("note").value = /^(skipped|taken back)\b/.test(turn.answers?.note ?? "") ? "" : (turn.answers?.note ?? "");
  for (const id of ["before", "after"]) {
    $(id).textContent = sentence[id] ?? "";
    $(id).hidden = !sentence[id];
  }
  const about = [sentence.outlet, sentence.score === null ? null : `score ${sentence.score.toFixed(2)}`].filter(Boolean);
  $("about").textContent = about.join(" · ");
  $("about").hidden = !about.length;
  view.show(sentence.text, []);
  draw();
  scrollTo({ top: 0 });
}

function showStanding() {
  const dealt = turn.judged + turn.skipped;
  const skipped = turn.skipped ? `, ${turn.skipped} skipped` : "";
  $("bar").max = form.each ? Math.max(1, turn.judged + turn.left) : form.sentences;
  $("bar").value = form.each ? turn.judged : dealt;
  $("count").textContent = `${turn.judged} judged${skipped}, ${turn.left} to go${form.each ? " in all" : ""}`;
  $("undo").disabled = $("end-undo").disabled = !turn.undo;
}

function showEnd() {
  $("see-skipped").hidden = !turn.skipped || reviewing;
  $("end-text").textContent = turn.skipped
    ? `You have judged ${turn.judged} and skipped ${turn.skipped}.`
    : `You have judged ${turn.judged}. Thank you.`;
  $("end").querySelector("h2").focus();
}

function draw() {
  questions.show(answers);
  const numbers = Object.fromEntries(form.devices.map(({ device }, i) => [device, i + 1]));
  const withWords = answers.devices.filter((one) => Number.isInteger(one.start));
  view.redraw(withWords.map((one) => ({ ...one, number: numbers[one.device] })));
  const points = [...turn.sentence.text];
  $("marks").replaceChildren(
    ...answers.devices.map((one, place) => {
      const { name } = form.devices.find(({ device }) => device === one.device);
      const words = Number.isInteger(one.start) ? `“${points.slice(one.start, one.end).join("")}”` : "the whole sentence";
      const remove = () => change(() => answers.unmark(place), false);
      const label = `Take off ${name}: ${words}`;
      return element("li", {}, element("button", { type: "button", class: "plain", "aria-label": label, onclick: remove },
        `${numbers[one.device]} ${name}: ${words}`, element("span", { "aria-hidden": "true" }, " ×")));
    }),
  );
  $("save").disabled = answers.next !== null;
}

/** Change the answers; the last one needed saves them. */
function change(how, mayEnd = true) {
  if (busy || !turn.sentence) return;
  how();
  draw();
  if (mayEnd && answers.endsItself) save();
}

function answer(question, value) {
  if (question === "confidence" || form.questions.includes(question)) {
    change(() => answers.answer(question, value), question !== "confidence");
  }
}

function mark(device) {
  if (!form.questions.includes("devices")) return;
  change(() => answers.mark(device, view.picked), false);
  view.pick(null);
  getSelection().removeAllRanges();
}

function save() {
  if (busy || !turn.sentence) return;
  if (answers.next !== null) {
    $("status").textContent = `Still to answer: ${TITLES[answers.next]}`;
    return;
  }
  post("judgements", { ...answers.toJSON(), note: $("note").value.trim() || null }, "Saved.");
}

function skip() {
  if (busy || !turn.sentence) return;
  post("skips", { note: $("note").value.trim() || null }, "Skipped.");
}

function undo() {
  if (busy || !turn.undo) return;
  post("undo", turn.undo, "Taken back.");
}

async function post(what, body, done) {
  const key = turn.sentence?.key;
  await working(async () => {
    const next = await ask(`${path}/${what}`, { method: "POST", body: { key, seen: turn.seen, ...body } });
    $("status").textContent = done;
    show(reviewing && what !== "undo" ? await ask(`${path}/skipped?after=${key}`) : next);
  });
}

/** Do something with the app; what goes wrong is told, and the sentence with its answers stays. */
async function working(what) {
  busy = true;
  $("problem").hidden = true;
  $("desk").setAttribute("aria-busy", "true");
  try {
    await what();
  } catch (error) {
    if (error.status === 409) {
      show(await ask(`${path}/turn`));
      tell("Another window of yours was faster. This is where you are now.");
    } else tell(turn ? `Not saved. ${error.message}` : error.message);
  } finally {
    busy = false;
    $("desk").removeAttribute("aria-busy");
  }
}

function tell(text) {
  $("status").textContent = "";
  $("problem").textContent = text;
  $("problem").hidden = false;
}

function reviewSkipped() {
  reviewing = true;
  working(async () => show(await ask(`${path}/skipped`)));
}

function bindKeys() {
  const actions = {
    Enter: save,
    Escape: () => view.pick(null),
    ArrowLeft: (event) => view.step(-1, event.shiftKey),
    ArrowRight: (event) => view.step(1, event.shiftKey),
    s: skip,
    u: undo,
    k: () => openHelp("codebook"),
    "?": () => openHelp("keys"),
    w: () => $("note").focus(),
  };
  for (const { key, question, value } of JUDGEMENTS) actions[key] = () => answer(question, value);
  form.devices.forEach(({ device }, i) => (actions[i + 1] = () => mark(device)));
  listen(actions);
  $("note").addEventListener("keydown", (event) => {
    if (event.key === "Enter") save();
    if (event.key === "Escape" || event.key === "Enter") event.target.blur();
  });
}

$("save").addEventListener("click", save);
$("skip").addEventListener("click", (event) => event.detail > 1 || skip());
$("undo").addEventListener("click", undo);
$("end-undo").addEventListener("click", undo);
$("see-skipped").addEventListener("click", reviewSkipped);

rememberAnnotator(name);
working(async () => {
  form = await ask("/labels/form");
  questions = new Questions($("questions"), form, answer, mark);
  prepareHelp(form);
  bindKeys();
  show(await ask(`${path}/turn`));
});
