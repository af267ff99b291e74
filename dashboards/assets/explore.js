// Plotly when it is asked for: plotly.js is read on a click, draws what the server's picture shows, and zooms in dates.
"use strict";

(function (tracker) {
  const root = document.documentElement;
  let library = null, wanted = false;

  function load(address) {
    library ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = address; script.onload = done;
      script.onerror = () => { library = null; failed(new Error("plotly.js could not be read")); };
      document.head.append(script);
    });
    return library;
  }

  function colours() {
    const style = getComputedStyle(root), of = (name) => style.getPropertyValue(name).trim();
    return { font: { color: of("--mute") }, xaxis: { gridcolor: of("--line"), spikecolor: of("--mute") }, yaxis: { gridcolor: of("--line") },
             modebar: { bgcolor: "rgba(0,0,0,0)", color: of("--mute"), activecolor: of("--ink") },
             hoverlabel: { bgcolor: of("--paper"), bordercolor: of("--line"), font: { color: of("--ink") } } };
  }

  function merge(into, from) {
    for (const [key, value] of Object.entries(from)) {
      if (value && typeof value === "object" && !Array.isArray(value)) into[key] = merge(into[key] || {}, value);
      else into[key] = value;
    }
    return into;
  }

  async function draw(figure) {
    const button = figure.querySelector("[data-explore]"), drawn = figure.querySelector(".drawn"), still = figure.querySelector(".static");
    figure.dataset.ready = "asked";
    button.disabled = true;
    try {
      const [answer] = await Promise.all([fetch(figure.dataset.figure), load(button.dataset.explore)]);
      if (!answer.ok) throw new Error(String(answer.status));
      const chart = await answer.json();
      drawn.hidden = false; still.hidden = true;
      await Plotly.newPlot(drawn, chart.data, merge(chart.layout, colours()), chart.config);
      drawn.on("plotly_relayout", (change) => zoomed(figure, change));
      figure.dataset.ready = "drawn";
    } catch (error) {
      drawn.hidden = true; still.hidden = false;
      figure.dataset.ready = "still";
      wanted = false;
    } finally { button.disabled = false; }
  }

  /* A zoom is a choice of dates: it goes into the address, and table, headline and files follow */
  function zoomed(figure, change) {
    const first = change["xaxis.range[0]"], last = change["xaxis.range[1]"], reset = change["xaxis.autorange"];
    const points = JSON.parse(figure.querySelector("[data-points]").textContent);
    if (!tracker.go || !points.range || (!reset && typeof first !== "string")) return;
    const url = new URL(location.href);
    for (const [name, value] of [["from", first], ["to", last]]) {
      if (reset) url.searchParams.delete(name); else url.searchParams.set(name, value.slice(0, 10));
    }
    tracker.go(url.href.replaceAll("%2F", "/").replaceAll("%2C", ","));
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-explore]");
    if (!button) return;
    wanted = !wanted;
    const figure = button.closest("figure");
    if (wanted) draw(figure);
    else { figure.querySelector(".drawn").hidden = true; figure.querySelector(".static").hidden = false; figure.dataset.ready = "still"; }
    button.setAttribute("aria-pressed", String(wanted));
  });
  if (location.protocol === "file:") root.classList.add("from-file");  // a file may not read its neighbours
  document.addEventListener("recolour", () => {
    if (window.Plotly) for (const drawn of document.querySelectorAll(".drawn:not([hidden])")) Plotly.relayout(drawn, colours());
  });
  tracker.ready.push(() => { if (wanted) for (const figure of document.querySelectorAll("[data-figure]")) draw(figure); });
})(window.tracker);
