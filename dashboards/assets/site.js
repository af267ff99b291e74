// Compare in a published site: chooses among all that lies in the folder, over HTTP and from file://, by script files.
"use strict";

(function (tracker) {
  const box = document.querySelector("[data-choice]");
  if (!box) return;
  const { iso, day, date, said } = tracker.written, { draw, standalone, told } = tracker;
  const look = JSON.parse(document.querySelector("[data-look]").textContent);
  const known = new Map(), waiting = new Map(), main = document.getElementById("main"), figure = main.querySelector("[data-figure]");
  const [list, adding, ...fields] = ["ul", "[name=add]", "[name=metric]", "[name=axis]", "[name=scale]", "[name=from]", "[name=to]"].map((one) => box.querySelector(one));
  const [svgLink, csvLink] = [".svg", ".csv"].map((end) => figure.querySelector(".tools a[href$='" + end + "']"));
  const [firstSvg, firstCsv] = [svgLink, csvLink].map((link) => ({ href: link.getAttribute("href"), name: link.getAttribute("download") }));
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
    const from = day(given.get("from")), to = day(given.get("to"));
    return {
      repos: repos.slice(0, look.most), metric: one("metric", Object.keys(look.metrics), look.metric), scale: one("scale", ["linear", "log", "indexed"], "linear"),
      axis: one("axis", ["calendar", "age"], "calendar"), from, to, ranged: from !== null || to !== null, focus: repos.includes(given.get("focus")) ? given.get("focus") : "",
    };
  }
  function address(choice) {
    const said = { repos: choice.repos.join(","), metric: choice.metric, scale: choice.scale };
    if (choice.axis !== "calendar") said.axis = choice.axis;
    for (const name of ["from", "to"]) if (choice[name] !== null) said[name] = iso(choice[name]);
    if (choice.focus) said.focus = choice.focus;
    return "#" + new URLSearchParams(said).toString().replaceAll("%2F", "/").replaceAll("%2C", ",");
  }

  function lineOf(name, place, choice) {
    const one = known.get(name), found = one.metrics[choice.metric], byAge = choice.axis === "age";
    if (!found) return null;
    let at = 0;
    const days = found.x.map((step) => (at += step)), labels = found.labels.flatMap(([label, many]) => Array(many).fill(label));
    const kept = choice.ranged ? told.within(days, choice, { ...look, every: look.metrics[choice.metric].every }) : days.map((_, i) => i), pick = (all) => kept.map((i) => all[i]);
    const x = (moment) => byAge ? Math.round((moment - (one.born ?? moment)) / 365.25 * 1000) / 1000 : moment;
    const values = pick(found.y), base = values.find((value) => value > 0), dash = look.dashes[Math.floor(place / look.colours.length) % look.dashes.length];
    const seen = (marks) => kept.length ? marks.filter(([moment]) => moment >= days[kept[0]] && moment <= days[kept.at(-1)]).map(([moment, text, state]) => [x(moment), text, state]) : [];
    const label = pick(labels), runs = [];
    for (const one of label) if (runs.length && runs.at(-1)[0] === one) runs.at(-1)[1]++; else runs.push([one, 1]);
    return {
      name, colour: look.colours[place % look.colours.length], dash: dash[0], dashes: dash[1], days: pick(days), x: pick(days).map(x), values, label, labels: runs,
      y: choice.scale !== "indexed" ? values : values.map((value) => value === null || !base ? null : 100 * value / base),
      ended: one.ended === null ? null : x(one.ended), endNote: one.endNote, source: look.metrics[choice.metric].source,
      marks: [...seen(found.marks), ...(choice.repos.length <= 4 ? seen(found.milestones) : [])],
    };
  }

  function rowOf(name, line, choice, m) {
    const one = known.get(name), found = one.metrics[choice.metric] ?? {}, row = { name, over: one.over, ending: one.ending, ...found };
    if (!choice.ranged) return row;
    const told_ = line ? told.numbers(line, m.kind) : { value: null, gain: null };
    return { ...row, ...told_, value: choice.to === null ? found.value : told_.value };
  }

  function chartOf(choice) {
    const m = look.metrics[choice.metric], found = choice.repos.map((name, place) => lineOf(name, place, choice)), lines = found.filter(Boolean);
    const rows = choice.repos.map((name, i) => rowOf(name, found[i], choice, m)), ends = (choice.from === null ? " To " : " From " + date(choice.from) + " to ") + date(choice.to ?? look.today) + ", UTC.";
    const chart = {
      title: told.title(choice, rows, lines, m), subtitle: m.subtitle[choice.axis][choice.scale].replace(/ To [^.]*\.$/, ends), unit: choice.scale === "indexed" ? "(100 at the start)" : m.unit,
      log: choice.scale === "log", indexed: choice.scale === "indexed", byAge: choice.axis === "age", focus: choice.focus, refit: choice.ranged && choice.scale === "linear", provisional: choice.to === null || choice.to >= look.today ? m.provisional : null, lines,
      empty: choice.repos.length ? "Nothing is known of " + m.title.toLowerCase() + " of these repositories in this range." : "No repository is chosen.",
    };
    return { m, chart, rows, drawn: draw(chart, look) };
  }

  function show(choice) {
    const { m, chart, rows, drawn } = chartOf(choice), published = !location.hash.includes("=");
    figure.querySelector(".finding").textContent = chart.title;
    figure.querySelector(".sub").replaceChildren(chart.subtitle, Object.assign(document.createElement("span"), { className: "naming", textContent: drawn.naming && " " + drawn.naming + " beside their lines; the table below names all." }));
    for (const old of figure.querySelectorAll("[data-plot] > svg, [data-plot] > .narrow")) old.remove();
    figure.querySelector("[data-plot]").insertAdjacentHTML("afterbegin", drawn.svg);
    figure.querySelector("[data-points]").textContent = JSON.stringify(drawn.points);
    figure.querySelector("[data-explore]").hidden = !published;
    figure.querySelector(".tools").hidden = !choice.repos.length;
    offer(csvLink, published ? firstCsv : file(told.csv(choice, chart.lines), "text/csv", choice, "csv"));
    offer(svgLink, published ? firstSvg : file(picture(choice, chart, drawn, "auto"), "image/svg+xml", choice, "svg"));
    told.table((name) => choice.repos.indexOf(name), choice, rows, m, look);
    for (const part of main.querySelectorAll("[data-published]")) part.hidden = !published;  // of the first choice alone
    main.querySelector("[data-definition]").textContent = m.definition;
    chips(choice);
    for (const make of tracker.ready) make();
    if (status) status.textContent = chart.title;
  }

  /* Files of a choice that was not published are made here */
  const named = (choice, kind) => "compare-" + choice.metric + "-" + iso(choice.to ?? look.today) + "." + kind;
  const file = (text, type, choice, kind) => ({ href: URL.createObjectURL(new Blob([text], { type })), name: named(choice, kind) });
  function offer(link, { href, name }) {
    if (link.href.startsWith("blob:")) URL.revokeObjectURL(link.href);
    link.href = href; link.download = name;
  }
  function picture(choice, chart, drawn, theme) {
    const drew = chart.lines.filter((line) => line.days.length), labels = [...new Set(drew.flatMap((line) => line.label).filter(Boolean))].sort();
    const foot = [chart.unit, drew.length ? "source: " + drew[0].source : "", labels.join(", "), drawn.naming].filter(Boolean).join(" · ");
    return standalone(drawn.file, chart.title, chart.subtitle, theme, foot, look.file);
  }
  const raster = figure.querySelector("[data-raster]");
  raster.dataset.draws = "";
  raster.draws = async (theme) => {
    const choice = asked();
    await Promise.all(choice.repos.map(load));
    const { chart, drawn } = chartOf(choice);
    return [picture(choice, chart, drawn, theme), named(choice, "svg")];
  };

  function chips(choice) {
    const had = list.contains(document.activeElement) && document.activeElement.matches("[data-out]");
    for (const old of list.querySelectorAll("[data-key]")) old.remove();
    for (const [place, name] of choice.repos.entries()) {
      const item = document.createElement("li"), dot = item.appendChild(document.createElement("i")), pick = item.appendChild(document.createElement("a")), out = item.appendChild(document.createElement("a"));
      item.dataset.key = name; dot.className = "dot"; dot.dataset.colour = place % look.colours.length; dot.dataset.dash = Math.floor(place / look.colours.length) % look.dashes.length;
      pick.className = "pick"; pick.textContent = said(name); pick.title = "Bring " + name + " forward"; pick.href = address({ ...choice, focus: choice.focus === name ? "" : name });
      if (choice.focus === name) pick.setAttribute("aria-current", "true");
      out.href = address({ ...choice, repos: choice.repos.filter((other) => other !== name), focus: choice.focus === name ? "" : choice.focus }); out.dataset.out = ""; out.textContent = "×"; out.setAttribute("aria-label", "Take " + name + " out");
      list.insertBefore(item, adding.closest("li"));
    }
    if (had) adding.focus();  // what had the focus is gone
    const values = [choice.metric, choice.axis, choice.scale, choice.from === null ? "" : iso(choice.from), choice.to === null ? "" : iso(choice.to)];
    fields.forEach((field, i) => { if (field.value !== values[i] && (field.type !== "date" || field !== document.activeElement)) field.value = values[i]; });
    for (const button of main.querySelectorAll("[data-from]")) button.setAttribute("aria-pressed", String(choice.to === null && (choice.from === null ? "" : iso(choice.from)) === button.dataset.from));
  }

  let latest = 0;
  async function follow() {
    const mine = ++latest, choice = asked();
    note.textContent = "";
    if (choice.from !== null && choice.to !== null && choice.from > choice.to) { note.textContent = "The first day, " + date(choice.from) + ", lies after the last, " + date(choice.to) + "."; return; }
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
  const whole = (field) => field.type !== "date" || (!field.validity.badInput && (!field.value || field.value >= field.min));
  for (const field of fields) field.addEventListener(field.type === "date" ? "blur" : "change", () => take(field));
  for (const field of fields) field.addEventListener("keydown", (event) => { if (event.key === "Enter") take(field); });
  function take(field) {
    const value = field.type === "date" ? day(field.value) : field.value;
    if (whole(field) && value !== asked()[field.name]) choose({ [field.name]: value });
  }
  for (const button of main.querySelectorAll("[data-from]")) button.addEventListener("click", () => choose({ from: day(button.dataset.from), to: null }));
  /* What is chosen in the picture itself: days, and the line that is brought forward */
  tracker.choose = (changes) => choose(Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, name === "focus" ? value ?? "" : day(value)])));

  const points = figure.querySelector("[data-points]");
  points.textContent = JSON.stringify({ ...JSON.parse(points.textContent), range: true });
  window.addEventListener("hashchange", follow);
  document.addEventListener("DOMContentLoaded", () => { if (location.hash.includes("=")) follow(); else chips(asked()); });
})(window.tracker);
