// Which sentences stand side by side: a row for each sentence of the reference, in its order.

/**
 * For one telling, its sentences by the row they stand in: a sentence that tells something stands in the row of its
 * nearest partner, one that was added in the row of what it follows. Row -1 comes before the first.
 */
export function byRow(telling) {
  const rows = new Map();
  let at = -1;
  for (const sentence of telling.sentences) {
    if (sentence.fate === null) continue;
    if (sentence.links.length) at = nearest(sentence.links).reference;
    rows.set(at, [...(rows.get(at) ?? []), sentence]);
  }
  return rows;
}

function nearest(links) {
  return links.reduce((best, link) => (link.similarity > best.similarity ? link : best));
}

/** The sentence cut at the edges of `spans` (code points): `[{text, inside}]`. */
export function cut(text, spans) {
  const points = Array.from(text);
  const edges = [...new Set([0, points.length, ...spans.flat()])].sort((a, b) => a - b);
  const found = [];
  for (let i = 0; i + 1 < edges.length; i++) {
    const inside = spans.some(([start, end]) => start <= edges[i] && edges[i] < end);
    found.push({ text: points.slice(edges[i], edges[i + 1]).join(""), inside });
  }
  return found;
}
