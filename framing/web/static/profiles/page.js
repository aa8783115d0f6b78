// The Profiles screen. What is asked stands in the page's address, so that it can be kept and sent on.

import { ask, element } from "/static/common.js";
import { fillRates } from "/static/profiles/rates.js";
import { showSentences } from "/static/profiles/sentences.js";

const at = (id) => document.getElementById(id);
const FIELDS = ["by", "outlet", "topic", "since", "until"];
let asking = null;

at("filters").addEventListener("change", () => go(chosen()));
at("all").addEventListener("click", () => go(new URLSearchParams({ by: at("by").value })));
at("rows").addEventListener("click", (event) => {
  const link = event.target.closest("tr")?.querySelector("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(new URL(link.href).searchParams);
});
window.addEventListener("popstate", show);
begin();

async function begin() {
  try {
    const choices = await ask("/profile/choices");
    for (const name of ["outlet", "topic"]) {
      const options = choices[`${name}s`].map((one) => element("option", { value: one.name }, `${one.name} (${one.sentences.toLocaleString("en")})`));
      at(name).append(...options);
      at(name).closest("p").hidden = options.length < 2;
    }
    for (const name of ["since", "until"]) {
      at(name).closest("p").hidden = !choices.first;
      Object.assign(at(name), { min: choices.first ?? "", max: choices.last ?? "" });
    }
    await show();
  } catch (problem) {
    tell(problem);
  }
}

/** What the filters say, without those that say nothing. */
function chosen() {
  const pairs = FIELDS.map((name) => [name, at(name).value]).filter(([, value]) => value);
  return new URLSearchParams(pairs);
}

function go(params) {
  history.pushState(null, "", `?${params}`);
  show();
}

async function show() {
  const params = new URLSearchParams(location.search);
  for (const name of FIELDS) at(name).value = params.get(name) ?? (name === "by" ? "outlet" : "");
  const row = params.get("row");
  asking?.abort();
  const { signal } = (asking = new AbortController());
  at("problems").replaceChildren();
  at("status").textContent = "Counting …";
  try {
    const filters = chosen();
    showRates(await ask(`/profile?${filters}`, { signal }), row);
    if (row === null) at("sentences").hidden = true;
    else await showSentences(row, within(filters, row), signal);
    at("status").textContent = "";
  } catch (problem) {
    if (problem.name !== "AbortError") tell(problem);
  }
}

function showRates(found, row) {
  if (found.by === "month" || found.by === "year") found.profiles.sort((a, b) => a.name.localeCompare(b.name));
  at("chart").hidden = false;
  at("group").textContent = found.by[0].toUpperCase() + found.by.slice(1);
  at("top").textContent = `${fillRates(at("rows"), found.profiles, (name) => leadsTo(found.by, name))} %`;
  at("note").textContent = found.profiles.length ? found.note : "No article passes these filters.";
  at("signature").textContent = found.signature;
  for (const link of at("rows").querySelectorAll("a")) {
    if (link.dataset.name === row) link.setAttribute("aria-current", "true");
  }
  for (const link of document.querySelectorAll("[data-format]")) {
    link.href = `/api/v1/profile/chart?${chosen()}&format=${link.dataset.format}`;
  }
}

/** The address that shows a row's sentences; none for articles without a date, which no filter finds. */
function leadsTo(by, name) {
  if ((by === "month" || by === "year") && !/^\d{4}/.test(name)) return null;
  const params = chosen();
  params.set("row", name);
  return `?${params}`;
}

/** The filters of a row's sentences: those of the page and the row itself. */
function within(filters, row) {
  const params = new URLSearchParams(filters);
  const by = params.get("by");
  params.delete("by");
  if (by === "outlet" || by === "topic") params.set(by, row);
  else {
    const [first, last] = by === "year" ? [`${row}-01-01`, `${row}-12-31`] : [`${row}-01`, lastDay(row)];
    params.set("since", [first, params.get("since") ?? ""].sort().at(-1));
    params.set("until", [last, params.get("until") ?? last].sort()[0]);
  }
  return params;
}

function lastDay(month) {
  const [year, number] = month.split("-").map(Number);
  return `${month}-${String(new Date(Date.UTC(year, number, 0)).getUTCDate()).padStart(2, "0")}`;
}

function tell(problem) {
  at("status").textContent = "";
  at("problems").replaceChildren(element("p", { class: "error" }, problem.message));
}
