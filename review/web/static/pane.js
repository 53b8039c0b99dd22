// The item on the right: opened at once where it is known already, else as soon as it is answered.

import { get, mention, Refusal } from "./saving.js";
import { current, lineOf, setCurrent } from "./lines.js";

const desk = document.getElementById("desk");
const side = document.getElementById("item-side");
const PAUSE = 60;
const KNOWN_FOR = 15000;
const REST = 900;
const ahead = new Map(); // what was fetched before it was asked for: id → [html, when]
const drafts = new Map(); // items that were left with changes nobody has accepted yet: id → element
let asked = null;
let wanted = null;
let timer = 0;
let resting = 0;

export const shown = () => document.getElementById("item");
export const shownId = () => shown()?.dataset.id ?? null;
export const verdict = () => document.getElementById("verdict");
export const isLoading = () => wanted !== null;

// Puts an item's HTML into its place; forgets what was typed there before.
export function show(html, id) {
  side.innerHTML = html;
  arrive(id);
}

// Goes to an item: what was changed and not accepted on the one that is left is kept until one comes back.
export function open(id, failed, arrived) {
  keepDraft();
  asked?.abort();
  clearTimeout(timer);
  setCurrent(id);
  const draft = drafts.get(id);
  const known = ahead.get(id);
  wanted = null;
  if (draft) {
    drafts.delete(id);
    side.replaceChildren(draft);
    arrive(id);
  } else if (known && Date.now() - known[1] < KNOWN_FOR) {
    show(known[0], id);
  } else {
    wanted = id;
    side.setAttribute("aria-busy", "true");
    timer = setTimeout(() => load(id, failed, arrived), PAUSE);
    return;
  }
  side.removeAttribute("aria-busy");
  arrived();
}

async function load(id, failed, arrived) {
  asked = new AbortController();
  try {
    const html = await (await get(`/items/${id}`, asked.signal)).text();
    if (wanted !== id) return;
    wanted = null;
    side.removeAttribute("aria-busy");
    show(html, id);
    arrived();
  } catch (error) {
    if (error.name === "AbortError") return;
    wanted = null;
    side.removeAttribute("aria-busy");
    failed(error);
  }
}

export function markChanged() {
  const item = shown();
  if (item) item.dataset.changed = "true";
}

function keepDraft() {
  const item = shown();
  if (item?.dataset.changed) drafts.set(item.dataset.id, item);
}

export function forgetDraft(ids) {
  for (const id of ids) {
    drafts.delete(String(id));
    ahead.delete(String(id));
  }
}

function arrive(id) {
  side.scrollTop = 0;
  ahead.delete(id);
  setCurrent(id);
  history.replaceState(null, "", `/batches/${desk.dataset.batch}?${desk.dataset.query}&item=${id}`);
  clearTimeout(resting);
  resting = setTimeout(() => rest(id), REST);
  setTimeout(fetchNext, PAUSE);
}

function rest(id) {
  mention(`/batches/${desk.dataset.batch}/place`, new URLSearchParams({ query: desk.dataset.query, item: id }));
}

export const restNoMore = () => clearTimeout(resting);

// Fetches the line below before anybody asks for it.
async function fetchNext() {
  const next = (lineOf(shownId()) ?? current())?.nextElementSibling?.dataset.id;
  if (!next || drafts.has(next) || Date.now() - (ahead.get(next)?.[1] ?? 0) < KNOWN_FOR) return;
  try {
    const html = await (await get(`/items/${next}`)).text();
    ahead.set(next, [html, Date.now()]);
    for (const [id, [, when]] of ahead) if (Date.now() - when > KNOWN_FOR) ahead.delete(id);
  } catch (error) {
    if (!(error instanceof Refusal)) return; // it is fetched again when it is asked for
  }
}
