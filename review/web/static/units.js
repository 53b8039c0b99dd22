// The search for a unit: by name, pinyin or initials; a name that is in no directory can be taken as it is typed.

import { get } from "./saving.js";

const dialog = document.getElementById("units");
const input = document.getElementById("units-search");
const found = document.getElementById("units-found");
const word = document.getElementById("units-word");
const PAUSE = 40;
let choose = null;
let asked = null;
let timer = 0;
let arrived = Promise.resolve();

// Opens the search; `done` is given the chosen name, empty for nobody where `none` offers that.
export function searchUnit(batch, label, done, none = "") {
  choose = done;
  word.textContent = label;
  input.value = "";
  dialog.dataset.batch = batch;
  dialog.dataset.none = none;
  dialog.showModal();
  input.focus();
  arrived = look();
}

async function look() {
  asked?.abort();
  asked = new AbortController();
  const query = input.value.trim();
  try {
    const answer = await get(`/batches/${dialog.dataset.batch}/units?q=${encodeURIComponent(query)}`, asked.signal);
    show(query, await answer.json());
  } catch (error) {
    if (error.name !== "AbortError") show(query, []);
  }
}

function show(query, units) {
  const rows = units.map((unit) => option(unit.name, unit.by ? `${unit.name}（${unit.by}）` : unit.name));
  if (query && !/^[\x20-\x7e]*$/.test(query) && !units.some((unit) => unit.name === query)) {
    rows.push(option(query, `用“${query}”（目录中没有）`));
  }
  if (!query && dialog.dataset.none) rows.push(option("", dialog.dataset.none));
  if (!rows.length) {
    const nothing = document.createElement("li");
    nothing.className = "muted";
    nothing.textContent = "没有找到。可以输入单位全称。";
    rows.push(nothing);
  }
  found.replaceChildren(...rows);
  mark(found.querySelector("[data-name]"));
}

function option(name, text) {
  const row = document.createElement("li");
  row.setAttribute("role", "option");
  row.dataset.name = name;
  row.textContent = text;
  return row;
}

function mark(row) {
  for (const one of found.children) one.setAttribute("aria-selected", String(one === row));
  row?.scrollIntoView({ block: "nearest" });
}

function take(row) {
  if (!row || row.dataset.name === undefined) return;
  const done = choose;
  dialog.close();
  done(row.dataset.name);
}

input.addEventListener("input", () => {
  clearTimeout(timer);
  arrived = new Promise((go) => {
    timer = setTimeout(() => go(look()), PAUSE);
  });
});

input.addEventListener("keydown", async (event) => {
  if (event.isComposing) return;
  const options = [...found.querySelectorAll("[data-name]")];
  const at = options.findIndex((row) => row.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") mark(options[Math.min(at + 1, options.length - 1)]);
  else if (event.key === "ArrowUp") mark(options[Math.max(at - 1, 0)]);
  else if (event.key === "Enter") {
    event.preventDefault();
    await arrived; // what was typed last counts, not what was found for its beginning
    take(found.querySelector("[aria-selected=true]"));
    return;
  } else return;
  event.preventDefault();
});

found.addEventListener("click", (event) => take(event.target.closest("[data-name]")));
