// Compare in a published site: chooses among all that lies in the folder, over HTTP and from file://, by script files.
"use strict";

(function (tracker) {
  const box = document.querySelector("[data-choice]");
  if (!box) return;
  const look = JSON.parse(document.querySelector("[data-look]").textContent), { draw, short, month, said } = tracker.drawing;
  const known = new Map(), waiting = new Map(), main = document.getElementById("main");
  const [list, adding, metricField, scaleField] = ["ul", "[name=add]", "[name=metric]", "[name=scale]"].map((one) => box.querySelector(one));
  const note = box.querySelector("[role=status]"), status = document.querySelector("[data-status]");

  tracker.lines = (one) => { known.set(one.name, one); };

  /* A file may not read its neighbours, but it may run them */
  function load(name) {
    if (!waiting.has(name)) waiting.set(name, new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = look.files[name];
      script.onload = done; script.onerror = () => { waiting.delete(name); failed(new Error(name)); };
      document.head.append(script);
    }));
    return waiting.get(name);
  }

  /* The address after # is the choice; what it does not say is as it was published */
  function asked() {
    const given = new URLSearchParams(location.hash.slice(1)), one = (name, options, usual) => options.includes(given.get(name)) ? given.get(name) : usual;
    const repos = given.has("repos") ? [...new Set(given.get("repos").split(",").filter((name) => look.files[name]))] : look.chosen;
    return { repos: repos.slice(0, look.most), metric: one("metric", Object.keys(look.metrics), look.metric), scale: one("scale", ["linear", "log", "indexed"], "linear") };
  }
  const address = (choice) => "#" + new URLSearchParams({ repos: choice.repos.join(","), metric: choice.metric, scale: choice.scale }).toString().replaceAll("%2F", "/").replaceAll("%2C", ",");

  function lineOf(name, place, choice) {
    const one = known.get(name), found = one.metrics[choice.metric];
    if (!found) return null;
    let x = 0, base = found.y.find((value) => value > 0);
    const y = choice.scale !== "indexed" ? found.y : found.y.map((value) => value === null || !base ? null : 100 * value / base);
    const dash = look.dashes[Math.floor(place / look.colours.length) % look.dashes.length];
    return { name, colour: look.colours[place % look.colours.length], dash: dash[0], dashes: dash[1], x: found.x.map((step) => (x += step)), y, labels: found.labels,
      ended: one.ended, endNote: one.endNote, source: look.metrics[choice.metric].source, marks: [...found.marks, ...(choice.repos.length <= 4 ? found.milestones : [])] };
  }

  const listed = (items, most) => items.length > most ? items.slice(0, most - 1).join(", ") + " and " + (items.length - most + 1) + " more" : items.length < 2 ? items.join("") : items.slice(0, -1).join(", ") + " and " + items.at(-1);

  /* The title says what the picture shows, as the server says it */
  function title(choice, lines) {
    const m = look.metrics[choice.metric], rows = choice.repos.map((name) => ({ name, ...known.get(name).metrics[choice.metric] })).filter((row) => row.value != null);
    const size = (row) => m.kind === "total" ? row.value : row.gain ?? 0, most = (some, of) => some.reduce((a, b) => of(b) > of(a) ? b : a);
    if (!choice.repos.length) return "No repository is chosen";
    if (!rows.length) return m.title + ": nothing known yet";
    if (choice.repos.length === 1) return rows[0].alone;
    if (m.kind !== "total" && rows.every((row) => row.gain == null)) return m.title + ": nothing known in this range";
    if (m.kind === "duration") return said(most(rows.filter((row) => row.gain != null), (row) => -row.gain).name) + " is the quickest of these";
    if (choice.scale === "indexed") {
      const drawn = lines.map((line) => ({ name: line.name, at: line.y.findLast((value) => value !== null) })).filter((line) => line.at != null);
      if (!drawn.length) return m.title + ": nothing known yet";
      const lead = most(drawn, (line) => line.at), others = drawn.filter((line) => line !== lead).map((line) => said(line.name) + " " + short(line.at));
      return said(lead.name) + " stands at " + short(lead.at) + " from 100 at the start" + (others.length ? "; " + listed(others, 3) : "");
    }
    const lead = most(rows, size), over = choice.repos.filter((name) => known.get(name).over).map(said);
    return said(lead.name) + " leads with " + short(size(lead)) + " " + m.fullUnit.split(" ")[0] + (over.length ? "; " + listed(over, 3) + (over.length === 1 ? " is" : " are") + " no longer maintained" : "");
  }

  function show(choice) {
    const m = look.metrics[choice.metric], lines = choice.repos.map((name, place) => lineOf(name, place, choice)).filter(Boolean);
    const chart = { title: title(choice, lines), subtitle: m.subtitle[choice.scale], unit: choice.scale === "indexed" ? "(100 at the start)" : m.unit, log: choice.scale === "log", indexed: choice.scale === "indexed",
      provisional: m.provisional, lines, empty: choice.repos.length ? "Nothing is known of " + m.title.toLowerCase() + " of these repositories in this range." : "No repository is chosen." };
    const drawn = draw(chart, look), figure = main.querySelector("[data-figure]"), published = !location.hash.includes("=");
    figure.querySelector(".finding").textContent = chart.title;
    figure.querySelector(".sub").textContent = chart.subtitle;
    for (const old of figure.querySelectorAll("[data-plot] > svg, [data-plot] > .narrow")) old.remove();
    figure.querySelector("[data-plot]").insertAdjacentHTML("afterbegin", drawn.svg);
    figure.querySelector("[data-points]").textContent = JSON.stringify(drawn.points);
    for (const tool of figure.querySelectorAll("[data-raster], [data-explore], .tools a[href$='.svg']")) tool.hidden = !published;
    csv(figure, choice, lines, published);
    rows(choice, m);
    for (const part of main.querySelectorAll("[data-published]")) part.hidden = !published;  // of the first choice alone
    main.querySelector("[data-definition]").textContent = m.definition;
    chips(choice);
    for (const make of tracker.ready) make();
    if (status) status.textContent = chart.title;
  }

  function csv(figure, choice, lines, published) {
    const link = figure.querySelector("a[href$='.csv'], a[href^='blob:']");
    link.dataset.first ??= link.getAttribute("href");
    if (link.href.startsWith("blob:")) URL.revokeObjectURL(link.href);
    if (published) { link.href = link.dataset.first; return; }
    const written = ["repository,metric,day,value,quality"];
    for (const line of lines) {
      const labels = line.labels.flatMap(([label, many]) => Array(many).fill(label ?? ""));
      line.x.forEach((x, i) => { if (line.y[i] !== null) written.push([line.name, choice.metric, new Date((x - 719163) * 864e5).toISOString().slice(0, 10), +line.y[i].toFixed(6), labels[i]].join(",")); });
    }
    link.href = URL.createObjectURL(new Blob([written.join("\r\n") + "\r\n"], { type: "text/csv" }));
    link.download = "compare-" + choice.metric + ".csv";
  }

  function rows(choice, m) {
    const table = main.querySelector("[data-compared]"), gains = choice.repos.map((name) => known.get(name).metrics[choice.metric]?.gain);
    const whole = gains.reduce((sum, gain) => sum + Math.max(gain ?? 0, 0), 0);
    table.querySelector("caption").textContent = m.caption;
    table.querySelector("thead").innerHTML = m.head;
    table.querySelector("tbody").innerHTML = choice.repos.map((name) => known.get(name).metrics[choice.metric]?.row ?? "").join("");
    [...table.querySelectorAll("tbody tr")].forEach((row, place) => {
      const dot = row.querySelector(".dot"), share = row.querySelector("[data-label=Share]"), part = 100 * gains[place] / whole;
      dot.dataset.colour = place % look.colours.length; dot.dataset.dash = Math.floor(place / look.colours.length) % look.dashes.length;
      if (share) share.textContent = gains[place] > 0 ? (part < 10 && Math.round(part * 10) % 10 ? part.toFixed(1) : Math.round(part)) + " %" : "–";
    });
  }

  function chips(choice) {
    const had = list.contains(document.activeElement) && document.activeElement.matches("[data-out]");
    for (const old of list.querySelectorAll("[data-key]")) old.remove();
    for (const [place, name] of choice.repos.entries()) {
      const item = document.createElement("li"), dot = item.appendChild(document.createElement("i")), text = item.appendChild(document.createElement("span")), out = item.appendChild(document.createElement("a"));
      item.dataset.key = name; dot.className = "dot"; dot.dataset.colour = place % look.colours.length; dot.dataset.dash = Math.floor(place / look.colours.length) % look.dashes.length;
      text.className = "pick"; text.textContent = said(name); text.title = name;
      out.href = address({ ...choice, repos: choice.repos.filter((other) => other !== name) }); out.dataset.out = ""; out.textContent = "×"; out.setAttribute("aria-label", "Take " + name + " out");
      list.insertBefore(item, adding.closest("li"));
    }
    if (had) adding.focus();  // what had the focus is gone
    metricField.value = choice.metric; scaleField.value = choice.scale;
  }

  let latest = 0;
  async function follow() {
    const mine = ++latest, choice = asked();
    note.textContent = "";
    try { await Promise.all(choice.repos.map(load)); } catch (error) { note.textContent = "The figures of " + error.message + " could not be read: the folder is not whole."; return; }
    if (mine === latest) show(choice);
  }
  const choose = (changes) => { location.hash = address({ ...asked(), ...changes }); };

  adding.addEventListener("change", () => {
    const wanted = adding.value.trim().toLowerCase(), names = Object.keys(look.files);
    if (!wanted) return;
    const bare = names.filter((name) => said(name).toLowerCase() === wanted), name = names.find((one) => one.toLowerCase() === wanted) ?? (bare.length === 1 ? bare[0] : null);
    if (!name) { note.textContent = "This site has no “" + adding.value.trim() + "”."; return; }
    adding.value = "";
    choose({ repos: [...asked().repos.filter((one) => one !== name), name] });
  });
  metricField.addEventListener("change", () => choose({ metric: metricField.value }));
  scaleField.addEventListener("change", () => choose({ scale: scaleField.value }));
  window.addEventListener("hashchange", follow);
  document.addEventListener("DOMContentLoaded", () => { if (location.hash.includes("=")) follow(); else chips(asked()); });
})(window.tracker);
