// What every page's script shares: the API, its errors in words, elements without markup, who is at work here.

const API = "/api/v1";
const NAME = "framing.annotator";

/** An answer that is an error, in the words of its place, rule and value found. */
export class Problem extends Error {
  constructor(status, detail) {
    super(detail.map((one) => `${one.place}: ${one.rule}, found ${one.found}`).join("\n"));
    this.status = status;
    this.detail = detail;
  }
}

/** Send a request to the API; the response if it is good, else a Problem. `body` is an object or a form. */
export async function send(path, { method = "GET", body, accept = "application/json", signal } = {}) {
  const form = body instanceof FormData;
  const headers = { Accept: accept };
  if (body && !form) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(API + path, { method, headers, signal, body: form || !body ? body : JSON.stringify(body) });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(0, [{ place: "the app", rule: "must be running", found: "no answer" }]);
  }
  if (response.ok) return response;
  if (response.status === 401) {
    throw new Problem(401, [{ place: "the app", rule: "asks for its token again: enter it on the page /enter, in another tab, and go on here", found: "none, or an old one" }]);
  }
  const answer = await response.json().catch(() => ({}));
  const nothing = [{ place: "the app", rule: "must answer", found: `status ${response.status}` }];
  throw new Problem(response.status, answer.detail ?? nothing);
}

/** The same, and the JSON of the answer. */
export async function ask(path, options) {
  return (await send(path, options)).json();
}

/** Send a request, and give the visitor what it answers as a file of this name. */
export async function download(path, options, name) {
  const response = await send(path, options);
  const address = URL.createObjectURL(await response.blob());
  element("a", { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}

/** The objects of an answer of one JSON object a line, each as soon as it has come. */
export async function* lines(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    const parts = (rest + (value ?? "")).split("\n");
    rest = parts.pop();
    for (const part of parts) if (part) yield JSON.parse(part);
    if (done) break;
  }
  if (rest) yield JSON.parse(rest);
}

/** An element with attributes and children; text is only ever text, so that nobody's article becomes markup. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const ofThisPage = new Map();

/** What this browser keeps under a key, or null. */
export function kept(key) {
  try {
    return localStorage.getItem(key) ?? ofThisPage.get(key) ?? null;
  } catch {
    return ofThisPage.get(key) ?? null;
  }
}

/** Keep a text in this browser. */
export function keep(key, text) {
  ofThisPage.set(key, text);
  try {
    localStorage.setItem(key, text);
  } catch {
    // Storage is switched off: it lives as long as the page.
  }
}

/** The name under which this browser's judgements are kept; empty before it was told. */
export function annotator() {
  return kept(NAME) ?? "";
}

/** Keep the annotator's name in this browser; one that keeps nothing is asked again on the next page. */
export function rememberAnnotator(name) {
  keep(NAME, name);
}

/** A share in per cent, for people. */
export function percent(share) {
  return `${(100 * share).toLocaleString("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 })} %`;
}
