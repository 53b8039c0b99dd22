// The list on the left: which line is current, which are picked, and what comes next.

const list = document.getElementById("list");
const picked = new Set();
let lastPick = null;
const AHEAD = 12;
const LONGEST_WAIT = 3000;

export const lineOf = (id) => document.getElementById(`line-${id}`);
export const lines = () => [...list.querySelectorAll(".line")];
export const current = () => list.querySelector(".line[aria-selected=true]");
export const pickedIds = () => [...picked];
export const focusList = () => list.focus({ preventScroll: true });

export function setCurrent(id) {
  const line = lineOf(id);
  if (!line) return;
  current()?.setAttribute("aria-selected", "false");
  line.setAttribute("aria-selected", "true");
  list.setAttribute("aria-activedescendant", line.id);
  line.scrollIntoView({ block: "nearest" });
  fetchAhead(line);
}

// The line so many steps away, null at an end of the list.
export function beside(step) {
  const line = current();
  if (!line) return lines()[0] ?? null;
  let found = line;
  do found = step > 0 ? found.nextElementSibling : found.previousElementSibling;
  while (found && !found.classList.contains("line"));
  return found;
}

// The next line below that nobody has decided; where the list shows decided ones on purpose, simply the next.
export function nextToDecide(id, filtersDecided) {
  let line = (lineOf(id) ?? current())?.nextElementSibling;
  while (line && (!line.classList.contains("line") || (!filtersDecided && line.dataset.state === "decided"))) {
    line = line.nextElementSibling;
  }
  return line ?? null;
}

export function renew(id, html) {
  const old = lineOf(id);
  if (!old) return;
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  const line = holder.content.firstElementChild;
  line.setAttribute("aria-selected", old.getAttribute("aria-selected"));
  old.replaceWith(line);
  showPick(line);
}

// Waits for the next lines where the list has more than it shows; not for ever, should they not come.
export async function loadMore() {
  const more = document.getElementById("more-button");
  if (!more) return;
  const arrived = new Promise((go) => document.addEventListener("htmx:afterSettle", go, { once: true }));
  if (!more.classList.contains("htmx-request")) htmx.trigger(more, "click");
  await Promise.race([arrived, new Promise((go) => setTimeout(go, LONGEST_WAIT))]);
}

function fetchAhead(line) {
  const more = document.getElementById("more-button");
  if (!more) return;
  const all = lines();
  if (all.length - all.indexOf(line) <= AHEAD && !more.classList.contains("htmx-request")) htmx.trigger(more, "click");
}

function showPick(line) {
  const is = picked.has(line.dataset.id);
  line.classList.toggle("chosen", is);
  const box = line.querySelector(".pick");
  if (box) box.checked = is;
}

function showNumber() {
  const place = document.getElementById("picked");
  if (!place) return;
  place.hidden = picked.size === 0;
  document.getElementById("picked-number").textContent = picked.size;
}

// Picks a line or takes it back; with `range`, all lines from the last one picked.
export function pick(line, range) {
  const all = lines();
  if (range && lastPick && lineOf(lastPick)) {
    const ends = [all.indexOf(lineOf(lastPick)), all.indexOf(line)].sort((a, b) => a - b);
    for (const one of all.slice(ends[0], ends[1] + 1)) picked.add(one.dataset.id);
  } else if (!picked.delete(line.dataset.id)) {
    picked.add(line.dataset.id);
  }
  lastPick = line.dataset.id;
  all.forEach(showPick);
  showNumber();
}

export function unpick() {
  picked.clear();
  lines().forEach(showPick);
  showNumber();
}
