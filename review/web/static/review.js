// Keys and buttons of the review page. Every act is one request; keys that come meanwhile wait their turn.

import { get, Refusal, save } from "./saving.js";
import * as lines from "./lines.js";
import * as pane from "./pane.js";
import { searchUnit } from "./units.js";

const desk = document.getElementById("desk");
const batch = desk.dataset.batch;
const messages = document.getElementById("messages");
const waiting = [];
const MOST_WAITING = 200;
let saving = false;
let opening = false;
let unsaved = null;
let quietTimer = 0;

function say(text, kind = "said", stays = false) {
  const line = document.createElement("p");
  line.className = kind;
  line.textContent = text;
  messages.replaceChildren(line);
  clearTimeout(quietTimer);
  if (!stays) quietTimer = setTimeout(() => messages.replaceChildren(), 4000);
}

function refused(error) {
  if (!(error instanceof Refusal)) return say("网络不通，没有读到内容。请再试一次。", "refusal");
  const holder = document.createElement("template");
  holder.innerHTML = error.html;
  return say(holder.content.textContent.trim() || "没有做成，请刷新页面后再试。", "refusal");
}

const field = (name) => pane.verdict()?.elements.namedItem(name);
const canDecide = () => "decides" in desk.dataset && document.getElementById("accept") !== null;
const dialog = (id) => document.getElementById(id);
const filtersDecided = () => new URLSearchParams(desk.dataset.query).get("state") !== null
  && new URLSearchParams(desk.dataset.query).get("state") !== "open";

// Runs an act that is sent to the server; nothing else begins until it is answered.
async function sent(address, form, answered) {
  saving = true;
  const key = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
  form.set("request", key);
  unsaved = key;
  try {
    const answer = await save(address, form, (tried) => say(`未保存，重试中…（第 ${tried} 次）`, "warning", true));
    messages.replaceChildren();
    answered(await answer.json());
  } catch (error) {
    waiting.length = 0;
    if (error instanceof Refusal && error.status === 409 && error.html.includes('id="conflict"')) clash(error.html);
    else refused(error);
  } finally {
    saving = false;
    unsaved = null;
    goOn();
  }
}

function renewed(answer) {
  if (document.getElementById("progress")) document.getElementById("progress").innerHTML = answer.progress;
  for (const [id, html] of Object.entries(answer.lines)) lines.renew(id, html);
  pane.forgetDraft(answer.changed);
  htmx.trigger("#count", "renewed");
}

async function accept() {
  if (!canDecide()) return say("本条不能核定。", "warning");
  const form = new URLSearchParams(new FormData(pane.verdict()));
  const id = pane.shownId();
  let next = lines.nextToDecide(id, filtersDecided())?.dataset.id;
  if (!next) {
    saving = true;
    await lines.loadMore();
    next = lines.nextToDecide(id, filtersDecided())?.dataset.id;
  }
  if (next) form.set("next", next);
  form.set("query", desk.dataset.query);
  pane.restNoMore();
  return sent(`/items/${id}/decide`, form, (answer) => {
    renewed(answer);
    lines.focusList();
    // Among the items decided together may be the next one: then what comes behind it.
    const after = answer.changed.includes(answer.id) ? lines.nextToDecide(id, filtersDecided())?.dataset.id : null;
    delete pane.shown()?.dataset.changed;
    if (after) return open(after);
    if (answer.item) return pane.show(answer.item, String(answer.id));
    open(id);
    return say("已到列表末尾。", "said", true);
  });
}

const undo = () => sent(`/batches/${batch}/undo`, new URLSearchParams(), (answer) => {
  renewed(answer);
  delete pane.shown()?.dataset.changed;
  if (answer.item) pane.show(answer.item, String(answer.id));
  say(answer.said || "已撤销。");
});

function open(id) {
  pane.open(String(id), refused, goOn);
}

function move(step) {
  const line = lines.beside(step);
  if (line) open(line.dataset.id);
}

function setLead(unit) {
  field("lead").value = unit;
  dialog("lead-button").textContent = unit || "（无）";
  for (const one of document.querySelectorAll("#supporting .chip")) if (one.dataset.unit === unit) one.remove();
  for (const one of document.querySelectorAll("#candidates .candidate")) {
    one.classList.toggle("chosen", unit !== "" && one.dataset.unit === unit);
  }
  pane.markChanged();
}

function choose(button) {
  if (!button || !canDecide()) return undefined;
  if (!button.dataset.unit) return say("这一项没有明确单位，请按 / 查找。", "warning");
  setLead(button.dataset.unit);
  return accept();
}

function addUnit(chips, unit, lead) {
  if (!unit || unit === lead || [...chips.querySelectorAll(".chip")].some((one) => one.dataset.unit === unit)) return;
  const chip = document.createElement("span");
  chip.className = "chip";
  chip.dataset.unit = unit;
  const hidden = Object.assign(document.createElement("input"), { type: "hidden", name: "supporting", value: unit });
  const drop = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: "×" });
  drop.dataset.do = "drop";
  drop.setAttribute("aria-label", `去掉 ${unit}`);
  chip.append(hidden, unit, drop);
  chips.querySelector(":scope > button").before(chip);
}

function toggleKind() {
  const kind = field("kind");
  if (!kind || !canDecide()) return;
  const words = [...kind.options].map((one) => one.value).filter(Boolean);
  kind.value = words[(words.indexOf(kind.value) + 1) % words.length];
  pane.markChanged();
}

function enter(name) {
  const element = field(name);
  if (!element || !canDecide()) return;
  element.focus();
  if (element.select) element.select();
}

function toggleGroup() {
  const box = dialog("group");
  if (box) box.checked = !box.checked;
}

/* An Enter that was meant for the item must not decide a whole filter: nobody reads the number in less time. */
const A_LOOK = 400;

function readyAfterALook(button) {
  if (!button || button.disabled) return;
  button.disabled = true;
  dialog("bulk-title").focus();
  setTimeout(() => {
    button.disabled = false;
    if (document.activeElement === dialog("bulk-title")) button.focus();
  }, A_LOOK);
}

async function opened(id, body, address) {
  opening = true;
  try {
    dialog(body).innerHTML = await (await get(address)).text();
    htmx.process(dialog(body));
    dialog(id).showModal();
    readyAfterALook(dialog("bulk-confirm"));
  } catch (error) {
    refused(error);
  } finally {
    opening = false;
  }
}

function bulk() {
  if (!("decides" in desk.dataset)) return undefined;
  const picked = lines.pickedIds();
  return opened("bulk", "bulk-body", `/batches/${batch}/bulk?${picked.length ? `state=all&ids=${picked.join(",")}` : desk.dataset.query}`);
}

function clash(html) {
  dialog("clash-body").innerHTML = html;
  dialog("clash").showModal();
  dialog("keep-theirs").focus();
}

function filterByUnit() {
  searchUnit(batch, "参与单位", (unit) => {
    const query = new URLSearchParams(desk.dataset.query);
    query.set("unit", unit);
    location.assign(`/batches/${batch}?${query}`);
  });
}

function focusFilters() {
  showFilters(true);
  document.querySelector("#filter-row summary").focus();
}

function showFilters(are) {
  document.getElementById("filters").classList.toggle("shown", are);
}

const DO = {
  accept,
  undo,
  bulk,
  next: () => move(1),
  previous: () => move(-1),
  choose: (button) => choose(button),
  source: () => pane.shownId() && opened("origin", "origin-body", `/items/${pane.shownId()}/source`),
  keys: () => dialog("keys").showModal(),
  close: (button) => button.closest("dialog").close(),
  reload: () => location.assign(`/batches/${batch}?${desk.dataset.query}`),
  unpick: lines.unpick,
  back: () => desk.classList.remove("opened"),
  filters: () => showFilters(!document.getElementById("filters").classList.contains("shown")),
  "filter-unit": filterByUnit,
  member: (link) => open(link.dataset.id),
  lead: () => canDecide() && searchUnit(batch, "牵头单位", setLead, "（无牵头单位）"),
  supporting: () => canDecide() && searchUnit(batch, "配合单位", (unit) => {
    addUnit(dialog("supporting"), unit, field("lead").value);
    pane.markChanged();
  }),
  drop: (button) => {
    button.closest(".chip").remove();
    pane.markChanged();
  },
  "bulk-lead": () => searchUnit(batch, "牵头单位", (unit) => {
    dialog("bulk-lead").value = unit;
    dialog("bulk-lead-button").textContent = unit || "（不改）";
  }, "（不改）"),
  "bulk-supporting": () => searchUnit(batch, "配合单位", (unit) => addUnit(dialog("bulk-supporting"), unit, "")),
  theirs: () => {
    dialog("clash").close();
    pane.forgetDraft([pane.shownId()]);
    delete pane.shown().dataset.changed;
    open(pane.shownId());
  },
  mine: () => {
    field("seen").value = dialog("conflict").dataset.seq;
    dialog("clash").close();
    return accept();
  },
};

const KEYS = {
  Enter: accept,
  j: DO.next, ArrowDown: DO.next, k: DO.previous, ArrowUp: DO.previous,
  "/": DO.lead, s: DO.supporting, t: toggleKind, g: toggleGroup, u: () => "decides" in desk.dataset && undo(), a: bulk, o: DO.source, f: focusFilters,
  d: () => enter("domain"), n: () => enter("note"),
  x: () => lines.current() && "decides" in desk.dataset && lines.pick(lines.current(), false),
  X: () => lines.current() && "decides" in desk.dataset && lines.pick(lines.current(), true),
  "?": DO.keys,
};
for (const digit of ["1", "2", "3"]) {
  KEYS[digit] = () => choose(document.querySelectorAll("#candidates .candidate")[Number(digit) - 1]);
}
const MOVES = new Set([DO.next, DO.previous]);
// What opens a window or a field: what is typed before it is there was meant for it and is no command.
const OPENING = new Set([DO.lead, DO.supporting, bulk, DO.source, DO.keys, focusFilters, KEYS.d, KEYS.n]);

// Runs what waited, one after the other, as far as nothing is being saved or read and no window is open.
function goOn() {
  while (waiting.length && !saving && !pane.isLoading() && !document.querySelector("dialog[open]")) waiting.shift()();
}

function run(act) {
  if (opening || waiting.some((one) => OPENING.has(one))) return undefined;
  const must = saving || waiting.length > 0 || (pane.isLoading() && !MOVES.has(act));
  if (!must) return act();
  if (waiting.length < MOST_WAITING) waiting.push(act);
  return undefined;
}

const isField = (element) => element.matches("input:not([type=checkbox]), textarea, select");

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const { target, key } = event;
  if (isField(target)) {
    if (key === "Escape" || (key === "Enter" && target.matches("select, #why"))) {
      event.preventDefault();
      target.blur();
      lines.focusList();
    }
    return;
  }
  if (key === "Escape") {
    document.querySelectorAll("details.filter[open]").forEach((one) => one.removeAttribute("open"));
    desk.classList.remove("opened");
    lines.focusList();
    return;
  }
  const native = target.closest("button, a, summary, label");
  if (key === "Enter" && native) return;
  if (target.closest("details.filter") && key.startsWith("Arrow")) return;
  const act = KEYS[key];
  if (!act) return;
  event.preventDefault();
  run(act);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) {
    if (button.tagName === "A") event.preventDefault();
    const act = DO[button.dataset.do];
    if (button.closest("dialog")) act(button);
    else run(() => act(button));
    if (button.closest("#item-side") && !document.querySelector("dialog[open]")) lines.focusList();
    return;
  }
  const line = event.target.closest(".line");
  if (line && event.target.matches(".pick")) {
    event.preventDefault();
    setTimeout(() => lines.pick(line, event.shiftKey));
  } else if (line) {
    desk.classList.add("opened");
    run(() => open(line.dataset.id));
  }
  for (const one of document.querySelectorAll("details.filter[open]")) {
    if (!one.contains(event.target)) one.removeAttribute("open");
  }
});

for (const one of document.querySelectorAll("dialog")) {
  one.addEventListener("close", () => {
    if (one.querySelector("#bulk-done")) return DO.reload(); // whatever closes it: the list is out of date
    if (!document.querySelector("dialog[open]")) {
      lines.focusList();
      goOn();
    }
    return undefined;
  });
}

document.getElementById("item-side").addEventListener("input", ({ target }) => target.closest("#closing") || pane.markChanged());
document.addEventListener("htmx:sendError", () => say("网络不通，没有保存。请再试一次，不会重复计数。", "refusal", true));
window.addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});

if (pane.shownId()) lines.setCurrent(pane.shownId());
lines.focusList();
