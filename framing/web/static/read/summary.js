// The numbers above the article: the share of own-voice sentences that frame, whose words there are, which devices.

import { element, percent } from "/static/common.js";
import { isOwn } from "/static/read/pieces.js";

const at = (id) => document.getElementById(id);

/** Show the numbers of `sentences` (their JSON) of so many `articles`, where those from `threshold` on frame. */
export function showSummary(sentences, threshold, devices, articles) {
  const own = sentences.filter(isOwn);
  const framed = own.filter((sentence) => sentence.editorial >= threshold);
  at("share").textContent = own.length ? percent(framed.length / own.length) : "–";
  const whose = articles > 1 ? `of the outlets’ own sentences in these ${articles.toLocaleString("en")} articles` : "of the outlet’s own sentences";
  at("share-words").textContent = own.length ? `${whose} frame: ${framed.length} of ${own.length}` : "The outlet says nothing in its own words here.";
  showDevices(framed, devices);
}

/** Show how much of the text is the outlet's, paraphrase and quotation, by characters. */
export function showWhose(sentences) {
  const share = { own: 0, told: 0, said: 0 };
  let all = 0;
  for (const sentence of sentences) {
    if (sentence.voice === "non_content") continue;
    const length = sentence.end - sentence.start;
    const said = covered(sentence.quotes, length);
    const both = covered([...sentence.quotes, ...sentence.attributed], length);
    share.said += said;
    share.told += both - said;
    share.own += length - both;
    all += length;
  }
  for (const kind of Object.keys(share)) {
    at("whose-bar").querySelector(`.${kind}`).style.flexGrow = share[kind];
  }
  if (!all) {
    at("whose-words").textContent = "Nothing here is anybody’s statement.";
    return;
  }
  const parts = { own: "the outlet’s own", told: "told after a source", said: "quoted" };
  at("whose-words").textContent = Object.entries(parts)
    .map(([kind, name]) => `${Math.round((100 * share[kind]) / all)} % ${name}`)
    .join(", ");
}

function showDevices(framed, devices) {
  const rows = devices
    .map(({ device, name, meaning, threshold }) => {
      const has = (sentence) => sentence.devices.some((one) => one.device === device && one.score >= threshold);
      return { name, meaning, count: framed.filter(has).length };
    })
    .filter((row) => row.count)
    .sort((a, b) => b.count - a.count);
  at("how").hidden = rows.length === 0;
  at("how-list").replaceChildren(
    ...rows.map(({ name, meaning, count }) =>
      element("li", {}, element("strong", {}, name), ` ${count}×`, meaning ? element("span", { class: "hint" }, ` — ${meaning}`) : null),
    ),
  );
}

/** How many of `length` characters the spans cover, overlaps counted once. */
function covered(spans, length) {
  let sum = 0;
  let done = 0;
  for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0])) {
    const from = Math.max(start, done);
    done = Math.max(done, Math.min(end, length));
    sum += Math.max(0, done - from);
  }
  return sum;
}
