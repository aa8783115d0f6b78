// The coordinator's page: how far everybody is, counted anew every few seconds, and how far they agree.

import { ask, element, percent } from "/static/common.js";

const EVERY = 5000; // milliseconds
const $ = (id) => document.getElementById(id);
const cell = (text) => element("td", { class: "num" }, text);
const number = (value) => (value === null ? "" : value.toFixed(2));

async function showProgress() {
  const found = await ask("/labels/progress");
  const judged = found.annotators.reduce((sum, one) => sum + one.judged, 0);
  const wanted = found.each === null ? "Everybody judges every sentence." : `Each by ${found.each}: ${found.left} judgements still wanted.`;
  const people = found.annotators.length === 1 ? "by one person" : `by ${found.annotators.length} people`;
  $("summary").textContent =
    `${judged} judgements of ${found.sentences} sentences, ${people}. ${wanted}`;
  $("annotators").replaceChildren(
    ...found.annotators.map((one) =>
      element("tr", {}, element("th", { scope: "row" }, one.annotator), cell(one.judged), cell(one.skipped),
        element("td", { class: "share" }, element("progress", { max: found.sentences, value: one.judged + one.skipped,
          "aria-label": `${one.annotator}, share of the queue` }), ` ${percent((one.judged + one.skipped) / found.sentences)}`),
        element("td", {}, new Date(one.time).toLocaleString())),
    ),
  );
}

async function showAgreement() {
  $("agreement-note").textContent = "Counting …";
  const found = await ask("/labels/agreement");
  const alphas = found.coefficients.filter((one) => one.coefficient === "Krippendorff's alpha");
  $("agreement").hidden = $("agreement-key").hidden = !alphas.length;
  $("agreement-note").textContent = alphas.length
    ? `Over the sentences that two people or more have judged: ${found.sentences}.`
    : "No sentence has been judged by two people yet.";
  $("coefficients").replaceChildren(
    ...alphas.map((alpha) => {
      const same = found.coefficients.find((one) => one.question === alpha.question && one.coefficient === "agreed");
      const interval = alpha.low === null ? "" : `${number(alpha.low)} to ${number(alpha.high)}`;
      return element("tr", {}, element("th", { scope: "row" }, alpha.question.replaceAll("_", " ")),
        cell(alpha.value === null ? "undefined" : number(alpha.value)), cell(interval),
        cell(same?.value === null || !same ? "" : percent(same.value)), cell(alpha.sentences));
    }),
  );
}

async function guarded(what) {
  try {
    await what();
    $("problem").hidden = true;
  } catch (error) {
    $("problem").textContent = error.message;
    $("problem").hidden = false;
  }
}

$("again").addEventListener("click", () => guarded(showAgreement));
guarded(showProgress);
guarded(showAgreement);
setInterval(() => document.hidden || guarded(showProgress), EVERY);
