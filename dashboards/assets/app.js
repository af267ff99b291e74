// What pages gain from a script: a theme switch, forms that answer at once, charts that can be hovered and zoomed.
// Without it every page is complete.
"use strict";

const root = document.documentElement;
root.classList.add("js");

/* Theme: system, light, dark */
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
  recolour();
}

function showTheme(theme) {
  const button = document.querySelector("[data-theme-switch]");
  if (!button) return;
  button.hidden = false;
  button.firstElementChild.textContent = icons[theme];
  button.setAttribute("aria-label", "Colours: " + names[theme] + ". Change");
  button.title = "Colours: " + names[theme];
}

/* Charts */
function ink() {
  const style = getComputedStyle(root);
  return { ink: style.getPropertyValue("--ink").trim(), mute: style.getPropertyValue("--mute").trim(),
           line: style.getPropertyValue("--line").trim(), paper: style.getPropertyValue("--paper").trim() };
}

function colours() {
  const c = ink();
  return { "font.color": c.mute, "xaxis.gridcolor": c.line, "yaxis.gridcolor": c.line,
           "hoverlabel.bgcolor": c.paper, "hoverlabel.bordercolor": c.line, "hoverlabel.font.color": c.ink };
}

function recolour() {
  if (!window.Plotly) return;
  for (const drawn of document.querySelectorAll(".drawn:not([hidden])")) Plotly.relayout(drawn, colours());
}

function nest(flat) {
  const result = {};
  for (const [path, value] of Object.entries(flat)) {
    const keys = path.split(".");
    let at = result;
    for (const key of keys.slice(0, -1)) at = at[key] = at[key] || {};
    at[keys[keys.length - 1]] = value;
  }
  return result;
}

function merge(into, from) {
  for (const [key, value] of Object.entries(from)) {
    if (value && typeof value === "object" && !Array.isArray(value)) into[key] = merge(into[key] || {}, value);
    else into[key] = value;
  }
  return into;
}

/* On a phone: names without what became of them, no buttons, and a finger scrolls instead of zooming */
function fit(chart) {
  chart.layout.height = 360;
  chart.layout.dragmode = false;
  chart.config.displayModeBar = false;
  merge(chart.layout, { margin: { r: 112 }, xaxis: { nticks: 4, tickangle: 0 } });
  for (const note of chart.layout.annotations || []) note.text = note.text.split("<br>")[0].replace(/ [^ ]*$/, "");
}

async function draw(figure) {
  if (!window.Plotly || figure.dataset.ready) return;
  figure.dataset.ready = "asked";
  try {
    const answer = await (asked.get(figure) || fetch(figure.dataset.figure));
    if (!answer.ok) throw new Error(answer.status);
    const chart = await answer.json();
    if (!chart.data.length) { figure.dataset.ready = "still"; return; }
    const drawn = figure.querySelector(".drawn");
    if (phone.matches) fit(chart);
    drawn.hidden = false;
    await Plotly.newPlot(drawn, chart.data, merge(chart.layout, nest(colours())), chart.config);
    figure.querySelector(".static").hidden = true;
    for (const button of figure.querySelectorAll("[data-image]")) button.hidden = false;
    figure.dataset.ready = "drawn";
  } catch (error) {
    figure.dataset.ready = "still";  // the picture drawn at the server stays
    figure.querySelector(".drawn").hidden = true;
  }
}

/* The numbers travel while the drawing library is still being read */
const asked = new Map();
function askEarly() {
  for (const figure of document.querySelectorAll("[data-figure]")) {
    const answer = fetch(figure.dataset.figure);
    answer.catch(() => {});  // said where it is waited for
    asked.set(figure, answer);
  }
}

function watchFigures() {
  const figures = document.querySelectorAll("[data-figure]");
  if (!figures.length) return;
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) { seen.unobserve(entry.target); draw(entry.target); }
  }, { rootMargin: "200px" });
  for (const figure of figures) seen.observe(figure);
}

function saveImage(event) {
  const button = event.target.closest("[data-image]");
  if (!button) return;
  const figure = button.closest("[data-figure]");
  const title = figure.querySelector(".finding").textContent;
  Plotly.downloadImage(figure.querySelector(".drawn"), {
    format: button.dataset.image, width: 1200, height: 640, scale: 2,
    filename: title.replace(/[^A-Za-z0-9]+/g, "-").slice(0, 60),
  });
}

/* A chart drawn at the server becomes a PNG here, in the colours of the page, at twice its size */
async function saveRaster(event) {
  const button = event.target.closest("[data-raster]");
  if (!button) return;
  const address = new URL(button.dataset.raster, location.href);
  const dark = getComputedStyle(root).colorScheme.includes("dark");
  address.searchParams.set("theme", dark ? "dark" : "light");
  const answer = await fetch(address);
  if (!answer.ok) return;
  const drawing = URL.createObjectURL(new Blob([await answer.text()], { type: "image/svg+xml" }));
  const image = new Image();
  image.src = drawing;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * 2;
  canvas.height = image.naturalHeight * 2;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(drawing);
  const link = document.createElement("a");
  link.download = (address.pathname.split("/").pop() || "chart.svg").replace(/svg$/, "png");
  link.href = URL.createObjectURL(await new Promise((done) => canvas.toBlob(done, "image/png")));
  link.click();
  URL.revokeObjectURL(link.href);
}

/* What a drawing says of itself appears at once, for the pointer and for the keyboard */
function watchDrawings() {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  document.body.append(tip);
  for (const title of document.querySelectorAll(".hot > title")) {
    title.parentNode.dataset.tip = title.textContent;
    if (!title.parentNode.hasAttribute("aria-label")) title.parentNode.setAttribute("aria-label", title.textContent);
    if (title.parentNode.tagName === "g") title.parentNode.setAttribute("role", "img");
    title.remove();
  }
  const hide = () => { tip.hidden = true; };
  const show = (event) => {
    const hot = event.target.closest?.("[data-tip]");
    if (!hot) return hide();
    const box = hot.getBoundingClientRect();
    tip.textContent = hot.dataset.tip;
    tip.hidden = false;
    const at = event.clientX || box.left + box.width / 2;
    tip.style.left = Math.max(8, Math.min(at - tip.offsetWidth / 2, innerWidth - tip.offsetWidth - 8)) + "px";
    const above = box.top - tip.offsetHeight - 8;
    tip.style.top = (above > 8 ? above : box.bottom + 8) + "px";
  };
  document.addEventListener("pointerover", show);
  document.addEventListener("focusin", show);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  window.addEventListener("scroll", hide, { passive: true });
}

/* Forms answer at once; empty fields do not lengthen the address */
function submit(form) {
  for (const field of form.elements) {
    if (field.name && !field.value && !field.disabled) { field.disabled = true; field.dataset.aside = ""; }
  }
  form.requestSubmit ? form.requestSubmit() : form.submit();
}

function listen() {
  window.addEventListener("pageshow", () => {  // coming back: what was put aside for the address is there again
    for (const field of document.querySelectorAll("form [data-aside]")) field.disabled = false;
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-auto]")) submit(event.target.form);
    if (event.target.matches("[data-days]")) submit(event.target.form);
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-days]")) {
      const day = new Date(event.target.dataset.first + "T00:00:00Z");
      day.setUTCDate(day.getUTCDate() + Number(event.target.value));
      event.target.form.elements.as_of.value = day.toISOString().slice(0, 10);
    }
    if (event.target.matches("[data-filter] [type=search]")) sift(event.target.value);
  });
  document.addEventListener("click", saveImage);
  document.addEventListener("click", saveRaster);
  for (const button of document.querySelectorAll("[data-raster]")) button.hidden = false;
  document.querySelector("[data-theme-switch]")?.addEventListener("click", () => {
    setTheme(themes[(themes.indexOf(stored()) + 1) % themes.length]);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
  for (const slider of document.querySelectorAll("[data-days]")) slider.hidden = false;
}

/* On a phone the chart comes first: what chooses it is folded away until it is wanted */
const phone = matchMedia("(max-width: 760px)");
function fold() {
  for (const part of document.querySelectorAll("details.fold")) part.open = !phone.matches;
}

/* The search hides rows while one types; Enter asks the server */
function sift(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  for (const row of document.querySelectorAll("#table tbody tr[data-words]")) {
    row.hidden = !words.every((word) => row.dataset.words.includes(word));
  }
}

showTheme(stored());
fold();
phone.addEventListener("change", fold);
watchDrawings();
listen();
askEarly();
document.addEventListener("DOMContentLoaded", watchFigures);  // deferred scripts, Plotly's too, have run by then
