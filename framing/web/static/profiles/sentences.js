// The sentences behind a rate, those with the highest score first.

import { ask, element } from "/static/common.js";
import { pieces, shade } from "/static/read/pieces.js";

const at = (id) => document.getElementById(id);
const PAGE = 25;

/** Show the first sentences of the row `name`, and a button for the next ones. */
export async function showSentences(name, filters, signal) {
  at("sentences").hidden = false;
  at("sentences-title").textContent = name;
  at("list").replaceChildren();
  await more(filters, 0, signal);
  at("sentences-title").focus({ preventScroll: true });
  at("sentences").scrollIntoView({ block: "start" });
}

async function more(filters, first, signal) {
  const found = await ask(`/profile/sentences?${filters}&first=${first}&most=${PAGE}`, { signal });
  const next = first + found.sentences.length;
  at("list").append(...found.sentences.map(item));
  at("sentences-count").textContent = `${next.toLocaleString("en")} of ${found.count.toLocaleString("en")} own-voice sentences, highest score first`;
  at("more").hidden = next >= found.count || found.sentences.length === 0;
  at("more").onclick = () => further(filters, next);
}

/** The next ones, once: the button rests until they have come. */
async function further(filters, next) {
  at("more").disabled = true;
  try {
    await more(filters, next);
  } catch (problem) {
    at("sentences-count").textContent = problem.message;
  } finally {
    at("more").disabled = false;
  }
}

function item(row) {
  const framed = row.editorial_label === 1;
  const text = element("p", { class: `s s${shade(row.editorial)}${framed ? " framed" : ""}` });
  for (const piece of pieces({ ...row, text: row.text ?? "(the scores file has no text)", quotes: [], attributed: [] })) {
    text.append(piece.marked ? element("mark", {}, piece.text) : piece.text);
  }
  const title = web(row.url) ? element("a", { href: row.url, rel: "noopener noreferrer" }, row.title ?? row.url) : row.title;
  const about = element("p", { class: "hint" }, element("strong", { class: framed ? "flag" : "" }, row.editorial.toFixed(2)));
  for (const part of [row.outlet, row.published, title]) if (part) about.append(" · ", part);
  return element("li", {}, text, about);
}

/** Whether a browser may safely follow the address. */
function web(url) {
  return /^https?:\/\//i.test(url ?? "");
}
