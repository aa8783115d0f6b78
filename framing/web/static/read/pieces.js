// A sentence cut into pieces by who speaks and which words carry its score. Offsets are code points, which
// JavaScript's own string indexes are not: an emoji before a word must not move the underline.

const inside = (spans, place) => spans.some(([start, end]) => start <= place && place < end);

/** `[{text, kind, marked}]`: kind is "quote", "attributed" or empty; where both hold, quotation wins. */
export function pieces(sentence) {
  const points = Array.from(sentence.text);
  const spans = [sentence.quotes, sentence.attributed, sentence.rationale, sentence.charged_rationale];
  const edges = new Set([0, points.length]);
  for (const [start, end] of spans.flat()) edges.add(Math.min(start, points.length)).add(Math.min(end, points.length));
  const places = [...edges].sort((a, b) => a - b);
  const found = [];
  for (let i = 0; i + 1 < places.length; i++) {
    const place = places[i];
    const kind = inside(sentence.quotes, place) ? "quote" : inside(sentence.attributed, place) ? "attributed" : "";
    const marked = inside(kind === "quote" ? charged(sentence) : sentence.rationale, place);
    const text = points.slice(place, places[i + 1]).join("");
    const last = found.at(-1);
    if (last && last.kind === kind && last.marked === marked) last.text += text;
    else found.push({ text, kind, marked });
  }
  return found;
}

/** The words of a span of the sentence. */
export function words(sentence, [start, end]) {
  return Array.from(sentence.text).slice(start, end).join("").replace(/\s+/g, " ");
}

/** In a quotation only a sentence that is charged has marks: they are somebody else's words. */
function charged(sentence) {
  return sentence.charged_label === 1 ? sentence.charged_rationale : [];
}

/** Whether the outlet has words of its own here that were scored. */
export function isOwn(sentence) {
  return sentence.editorial !== null && sentence.voice !== "quote";
}

/** The shade of a score, 1 to 4; the ends are the report's. */
export function shade(score) {
  return Math.max(1, [0.2, 0.4, 0.6, 0.8].filter((low) => score >= low).length);
}
