// The Read screen: what was given goes to the API, its answer is shown sentence by sentence as it comes.

import { download, element, lines, send } from "/static/common.js";
import { Articles } from "/static/read/article.js";
import { Correcting } from "/static/read/correct.js";
import { EXAMPLE } from "/static/read/example.js";
import { showSummary, showWhose } from "/static/read/summary.js";
import { reasons, verdict } from "/static/read/why.js";

const at = (id) => document.getElementById(id);
const STEPS = [["before", -1], ["after", 1]];
const form = at("ask");
const articles = new Articles(at("articles"), showWhy);
const correcting = new Correcting(() => ({ sentence: articles.chosen?.data, head: articles.heads[articles.chosen?.data.article] }));
let start = null; // what the scores on show depend on
let running = null; // the answer that is coming in
let shown = null; // the request whose answer is on show

form.addEventListener("submit", (event) => {
  event.preventDefault();
  read();
});
at("example").addEventListener("click", () => {
  const text = at("text").value.trim();
  if (text && text !== EXAMPLE.text.trim() && !confirm("The example takes the place of the text that stands here.")) return;
  form.reset();
  for (const [name, value] of Object.entries(EXAMPLE)) at(name).value = value;
  read();
});
at("stop").addEventListener("click", () => running?.abort());
at("threshold").addEventListener("input", () => mark(Number(at("threshold").value)));
at("threshold-reset").addEventListener("click", () => mark(start.threshold));
at("why-close").addEventListener("click", closeWhy);
for (const button of document.querySelectorAll("[data-save]")) button.addEventListener("click", () => save(button));
for (const [id, step] of STEPS) at(id).addEventListener("click", () => articles.select(articles.nextFramed(step)));
document.addEventListener("keydown", (event) => event.key === "Escape" && !at("why").hidden && closeWhy());

// What is given last is what is meant; a text that stands there stays, since it may be somebody's work.
at("text").addEventListener("input", () => {
  at("file").value = "";
  at("url").value = "";
});
at("url").addEventListener("input", () => (at("file").value = ""));
at("file").addEventListener("change", () => (at("url").value = ""));

// Anywhere on the page: a file that is dropped beside the box would take the browser away from here.
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    if (kind === "drop") take(event.dataTransfer.files);
  });
}

function take(files) {
  const one = new DataTransfer();
  one.items.add(files[0]);
  at("file").files = one.files;
  at("url").value = "";
  read();
  const rest = [...files].slice(1).map((file) => file.name);
  if (rest.length) tell(`One file at a time: ${rest.join(", ")} not read.`);
}

/** The request for what was given: a file before an address before a text; null if there is nothing. */
function asked() {
  const file = at("file").files[0];
  if (file) {
    const body = new FormData();
    body.append("file", file);
    return ["/annotate/file", body];
  }
  const about = Object.fromEntries(["title", "outlet"].map((name) => [name, at(name).value.trim() || null]));
  const url = at("url").value.trim();
  // As the address bar would copy it: other alphabets and blanks encoded.
  if (url) return ["/annotate", { url: URL.canParse(url) ? new URL(url).href : url, ...about }];
  const text = at("text").value;
  return text.trim() ? ["/annotate", { text, ...about }] : null;
}

async function read() {
  const given = asked();
  at("problems").replaceChildren();
  if (!given) return tell("Paste an article, give an address or choose a file.");
  running?.abort();
  const mine = (running = new AbortController());
  at("status").textContent = "Reading …";
  at("stop").hidden = false;
  closeWhy();
  at("result").hidden = true;
  try {
    await show(given, mine.signal);
  } catch (problem) {
    if (mine !== running) return;
    if (problem.name === "AbortError") at("status").textContent = "Stopped.";
    else {
      at("status").textContent = "";
      tell(problem.message);
    }
  } finally {
    if (mine === running) at("stop").hidden = true;
  }
}

async function show([path, body], signal) {
  const response = await send(path, { method: "POST", body, accept: "application/x-ndjson", signal });
  articles.clear();
  shown = [path, body];
  let ended = null;
  try {
    for await (const line of lines(response)) {
      if (line.kind === "start") begin(line);
      else if (line.kind === "article") articles.addHead(line);
      else if (line.kind === "sentence") articles.addSentence(line);
      else if (line.kind === "reject") tell(`${line.place}: ${line.rule}, found ${line.found}`);
      else if (line.kind === "end") ended = line;
      at("status").textContent = `${articles.sentences.length.toLocaleString("en")} sentences …`;
    }
  } catch (problem) {
    // What has come stands there, and the numbers above it are of that; a newer answer has its own.
    if (running.signal !== signal || at("result").hidden) throw problem;
    summarise();
    if (signal.aborted) throw problem;
  }
  if (at("result").hidden) throw new Error("The answer broke off: nothing of it came.");
  finish(ended);
}

function begin(line) {
  start = line;
  at("signature").textContent = line.signature;
  at("result").hidden = false;
  mark(line.threshold);
}

function finish(ended) {
  const count = articles.sentences.length;
  at("status").textContent = `${count.toLocaleString("en")} ${count === 1 ? "sentence" : "sentences"} read.`;
  if (!ended) tell("The answer broke off: what is below is not all.");
  summarise();
  at("result").scrollIntoView({ block: "start" });
}

function mark(threshold) {
  at("threshold").value = threshold;
  at("threshold-value").textContent = threshold.toFixed(2);
  const own = Math.abs(threshold - start.threshold) < 0.005;
  at("threshold-words").textContent = own ? "This is the model’s own." : threshold < start.threshold ? "More is marked, and more of it wrongly." : "Less is marked, and more is overlooked.";
  at("threshold-reset").hidden = own;
  articles.mark(threshold);
  summarise();
  if (articles.chosen) showWhy(articles.chosen);
}

function summarise() {
  const sentences = articles.sentences.map(({ data }) => data);
  showSummary(sentences, articles.threshold, start.devices, articles.heads.length);
  showWhose(sentences);
  articles.rate();
}

/** Save what is on show as a file, at the model's own threshold. */
async function save(button) {
  const [path, body] = shown;
  button.disabled = true;
  try {
    await download(path, { method: "POST", body, accept: button.dataset.save }, button.dataset.name);
    if (articles.threshold !== start.threshold) tell(`What was saved goes by the model’s own threshold, ${start.threshold.toFixed(2)}, and not by ${articles.threshold.toFixed(2)}.`);
  } catch (problem) {
    tell(problem.message);
  } finally {
    button.disabled = false;
  }
}

function showWhy(entry) {
  at("why").hidden = false;
  at("why-title").textContent = verdict(entry.data, articles.isFramed(entry));
  at("why-body").replaceChildren(...reasons(entry.data, start));
  for (const [id, step] of STEPS) at(id).disabled = articles.nextFramed(step) === null;
  correcting.show(entry.data);
}

function closeWhy() {
  at("why").hidden = true;
  const node = articles.chosen?.node;
  articles.deselect();
  node?.focus({ preventScroll: true });
}

function tell(text) {
  at("problems").append(element("p", { class: "error" }, text));
}
