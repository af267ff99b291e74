// What pages gain from a script; without it every page is complete. This file: the theme, folded parts, the search.
"use strict";

window.tracker = { ready: [] };  // `ready`: what is done to the page's content when it has come or changed

(function (tracker) {
  const root = document.documentElement;
  const themes = ["system", "light", "dark"];
  const names = { system: "as the system has them", light: "light", dark: "dark" };
  const icons = { system: "◐", light: "○", dark: "●" };

  function stored() {
    try { return localStorage.getItem("theme") || "system"; } catch (error) { return root.dataset.theme || "system"; }
  }

  function setTheme(theme) {
    if (theme === "system") delete root.dataset.theme; else root.dataset.theme = theme;
    try { if (theme === "system") localStorage.removeItem("theme"); else localStorage.setItem("theme", theme); }
    catch (error) { /* not remembered then */ }
    showTheme(theme);
    document.dispatchEvent(new Event("recolour"));
  }

  function showTheme(theme) {
    const button = document.querySelector("[data-theme-switch]");
    if (!button) return;
    button.firstElementChild.textContent = icons[theme];
    button.setAttribute("aria-label", "Colours: " + names[theme] + ". Change");
    button.title = "Colours: " + names[theme];
  }

  /* The search hides rows while one types, and says what it found; Enter asks the server */
  function sift(field) {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = [...document.querySelectorAll("#table tbody tr[data-words], .alerts > li[data-words]")];
    for (const row of rows) row.hidden = !words.every((word) => row.dataset.words.includes(word));
    const found = rows.filter((row) => !row.hidden).length;
    const said = document.querySelector("[data-found]"), all = Number(field.form.dataset.many), some = rows.length < all;
    const fits = found ? found + " of " + (some ? "the " + rows.length + " shown" : rows.length) + (found === 1 ? " fits" : " fit") : "Nothing here fits “" + field.value + "”";
    if (said) said.textContent = words.length ? fits + (some ? ". Enter asks all " + all : found ? "" : ". Enter asks all.") : "";
  }

  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-filter] [type=search]")) sift(event.target);
  });
  /* "/" goes to the search; up and down go from row to row of a table of projects, and from the search into it */
  document.addEventListener("keydown", (event) => {
    const at = event.target, search = document.querySelector("[data-filter] [type=search]");
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && search && !at.matches("input:not([type=checkbox], [type=range]), select, textarea")) { search.focus(); search.select(); event.preventDefault(); return; }
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key], names = [...document.querySelectorAll("#table tr:not([hidden]) .repo, .alerts > li:not([hidden]) .repo")];
    const from = at === search ? -1 : names.indexOf(at);
    if (!step || (at !== search && from < 0)) return;
    const next = from + step < 0 ? (at === search ? null : search) : names[from + step];
    if (next) { next.focus(); event.preventDefault(); }
  });
  document.addEventListener("click", (event) => {
    const fold = event.target.closest("[data-fold]");
    if (fold) fold.setAttribute("aria-expanded", fold.getAttribute("aria-expanded") === "true" ? "false" : "true");
  });
  document.querySelector("[data-theme-switch]")?.addEventListener("click", () => {
    setTheme(themes[(themes.indexOf(stored()) + 1) % themes.length]);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => document.dispatchEvent(new Event("recolour")));
  showTheme(stored());
  document.addEventListener("DOMContentLoaded", () => { for (const make of tracker.ready) make(); });
})(window.tracker);
