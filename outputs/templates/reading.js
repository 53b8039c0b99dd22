"use strict";
(() => {
  const records = document.getElementById("records");
  const search = document.getElementById("search");
  const byId = (id) => document.getElementById(id);
  let now = null;

  const inOrder = () => [...records.querySelectorAll(".e")].filter((e) => !e.hidden && !e.classList.contains("none"));
  const marksOf = (id) => document.querySelectorAll(`main [data-r~="${CSS.escape(id)}"]`);
  const open = (element) => {
    for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };
  const flash = (element) => {
    element.classList.remove("flash");
    void element.offsetWidth;
    element.classList.add("flash");
  };

  function select(record) {
    if (now) now.classList.remove("now");
    document.querySelectorAll(".seen").forEach((e) => e.classList.remove("seen"));
    now = record;
    if (!record) return;
    open(record);
    record.classList.add("now");
    record.scrollIntoView({ block: "nearest" });
    marksOf(record.id).forEach((e) => e.classList.add("seen"));
  }

  function goToText(record, place) {
    select(record);
    const marks = [...marksOf(record.id)];
    const target = place || marks[0];
    if (!target) return;
    target.scrollIntoView({ block: "center" });
    const link = target.closest("a") || target.querySelector(`a[href="#${CSS.escape(record.id)}"]`);
    (link || byId("text")).focus({ preventScroll: true });
    (place ? [place] : marks).forEach(flash);
  }

  function step(by) {
    const all = inOrder();
    if (!all.length) return;
    const at = all.indexOf(now);
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
    goToText(next);
  }

  function goToSection(press) {
    const all = [...document.querySelectorAll(`section[data-press="${press}"]`)];
    const file = now && now.closest(".records");
    const section = all.find((s) => file && file.contains(s)) || all[0];
    if (!section) return;
    section.scrollIntoView({ block: "start" });
    const first = section.querySelector(".e:not(.none):not([hidden])");
    if (first) goToText(first);
  }

  function filter() {
    const word = search.value.trim().toLowerCase();
    for (const e of records.querySelectorAll(".e")) e.hidden = word !== "" && !e.textContent.toLowerCase().includes(word);
    if (word) for (const fold of records.querySelectorAll("details")) fold.open = !!fold.querySelector(".e:not([hidden])");
  }

  // A place may have several records: each further click on it goes to the next one.
  function goToRecord(ids) {
    const all = ids.map((id) => byId(id).closest(".e"));
    select(all[(all.indexOf(now) + 1) % all.length]);
    flash(now);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) {
      const row = event.target.closest("main [data-r]");
      if (row && !getSelection().toString()) goToRecord(row.dataset.r.split(" "));
      return;
    }
    const aim = byId(link.hash.slice(1));
    if (!aim) return;
    if (link.closest("main") && aim.closest(".e")) {
      event.preventDefault();
      goToRecord(link.dataset.r ? link.dataset.r.split(" ") : [aim.id]);
    } else if (link.closest(".e")) {
      event.preventDefault();
      goToText(link.closest(".e"), link.classList.contains("beside") ? aim : null);
    } else {
      open(aim);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target === search) {
      if (event.key === "Escape") { search.value = ""; filter(); search.blur(); byId("text").focus(); }
      if (event.key === "Enter") { const first = inOrder()[0]; search.blur(); if (first) goToText(first); }
      return;
    }
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "/") { event.preventDefault(); search.focus(); search.select(); }
    else if (event.key === "?") byId("help").scrollIntoView();
    else if (event.key === "Escape") select(null);
    else if (/^[0-9m]$/.test(event.key)) goToSection(event.key);
  });

  document.documentElement.classList.add("scripts");
  search.addEventListener("input", filter);
  byId("text").focus({ preventScroll: true });
})();
