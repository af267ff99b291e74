// What a published comparison says beside its picture, for any choice: its title, its table, its files.
"use strict";

(function (tracker) {
  const { iso, month, date, said, full, short, signed, part, duration, shortDuration, listed } = tracker.written;
  const DAYS = { day: 1, week: 7, month: 28, quarter: 90 };  // at least

  /* Which points of a line lie within the chosen days: periods that begin and end in them */
  function within(days, choice, look) {
    const last = days.length - 1, ends = (i) => i < last ? days[i + 1] - 1 : choice.to >= look.today ? days[i] : days[i] + (last ? days[i] - days[i - 1] : DAYS[look.every] ?? 1) - 1;
    const kept = [];
    for (let i = 0; i <= last; i++) if ((choice.from === null || days[i] >= choice.from) && (choice.to === null || ends(i) <= choice.to)) kept.push(i);
    return kept;
  }

  /* The numbers of one row, from the values in the range, as the server takes them */
  function numbers(line, kind) {
    const known = line.values.map((value, i) => [line.days[i], value]).filter(([, value]) => value !== null);
    if (!known.length) return { value: null, gain: null, best: null, label: null };
    const values = known.map(([, value]) => value), last = known.at(-1), sorted = [...values].sort((a, b) => a - b), half = sorted.length >> 1;
    const gain = kind === "total" ? (values.length > 1 ? last[1] - values[0] : null) : kind === "count" ? values.reduce((a, b) => a + b, 0) : sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    let best = null;
    if (kind !== "duration") line.values.forEach((value, i) => {
      const before = kind === "total" ? line.values[i - 1] ?? null : 0, size = value === null || before === null ? null : value - before;
      if (size !== null && size > 0 && (!best || size > best[1])) best = [line.days[i], size];
    });
    return { value: last[1], day: last[0], gain, best, label: line.label[line.days.indexOf(last[0])] };
  }

  /* The title says what the picture shows, as the server says it */
  function title(choice, rows, lines, m) {
    const known = rows.filter((row) => row.value != null), most = (some, of) => some.reduce((a, b) => of(b) > of(a) ? b : a);
    const size = (row) => m.kind === "total" ? row.value : row.gain ?? 0, since = choice.from === null ? "" : " since " + month(choice.from);
    if (!rows.length) return "No repository is chosen";
    if (!known.length && choice.from === null) return m.title + ": nothing known yet";
    if (!known.length || !lines.some((line) => line.y.some((value) => value !== null))) return m.title + ": nothing known in this range";
    if (rows.length === 1) {
      if (!choice.ranged) return known[0].alone;
      const told = m.kind === "count" ? known[0].gain : known[0].value;
      return said(known[0].name) + ": " + (m.kind === "duration" ? duration(told) : short(told) + " " + m.unit.split(" ")[0]) + known[0].ending;
    }
    if (m.kind === "duration") {
      const timed = rows.filter((row) => row.gain != null);
      return timed.length ? said(most(timed, (row) => -row.gain).name) + " is the quickest of these" : m.title;
    }
    if (choice.scale === "indexed") {
      const drawn = lines.map((line) => ({ name: line.name, at: line.y.findLast((value) => value !== null) })).filter((line) => line.at != null);
      if (!drawn.length) return m.title + ": nothing known yet";
      const lead = most(drawn, (line) => line.at), others = drawn.filter((line) => line !== lead).sort((a, b) => b.at - a.at).map((line) => said(line.name) + " " + short(line.at));
      return said(lead.name) + " stands at " + short(lead.at) + " from 100 at the start" + since + (others.length ? "; " + listed(others, 3) : "");
    }
    if (m.kind !== "total" && known.every((row) => row.gain == null)) return m.title + ": nothing known in this range";
    const lead = most(known, size), over = rows.filter((row) => row.over).map((row) => said(row.name)), text = said(lead.name) + " leads with " + short(size(lead)) + " " + m.fullUnit.split(" ")[0];
    if (over.length) return text + "; " + listed(over, 3) + (over.length === 1 ? " is" : " are") + " no longer maintained";
    const gained = known.filter((row) => row.gain), best = gained.length ? most(gained, (row) => row.gain) : null;
    return text + (best && best !== lead && since ? "; " + said(best.name) + " gained most" + since + ": " + signed(best.gain) : "");
  }

  /* One cell of a row that the server wrote for the whole life, said anew for the chosen days */
  function fill(row, label, text, under) {
    const cell = row.querySelector('[data-label="' + label + '"]');
    if (!cell) return;
    cell.replaceChildren(text);
    if (under) { const more = document.createElement("span"); more.className = "since"; more.textContent = under; cell.append(more); }
  }

  function table(place, choice, rows, m, look) {
    const whole = rows.reduce((sum, row) => sum + Math.max(row.gain ?? 0, 0), 0), box = document.querySelector("[data-compared]");
    box.querySelector("caption").textContent = choice.ranged ? m.title + (choice.from === null ? "" : " from " + date(choice.from)) + " to " + date(choice.to ?? look.today) : m.caption;
    box.querySelector("thead").innerHTML = m.head;
    box.querySelector("tbody").innerHTML = rows.map((row) => row.row ?? "").join("");
    const written = [...box.querySelectorAll("tbody tr")], shown = rows.filter((row) => row.row);
    written.forEach((line, i) => {
      const row = shown[i], dot = line.querySelector(".dot"), at = place(row.name);
      dot.dataset.colour = at % look.colours.length; dot.dataset.dash = Math.floor(at / look.colours.length) % look.dashes.length;
      if (choice.ranged) ranged(line, row, m, choice, look);
      fill(line, "Share", row.gain > 0 ? part(row.gain / whole) : "–");
    });
  }
  function ranged(line, row, m, choice, look) {
    const period = (day) => (m.every === "day" ? "" : m.every + " of ") + date(day), plain = m.kind === "duration" ? shortDuration : short;
    if (choice.to !== null) fill(line, "At the end", m.kind === "count" ? "–" : plain(row.value), row.value === null || m.kind === "count" ? "" : period(row.day));
    fill(line, "In range", m.kind === "total" ? (row.gain === null ? "–" : signed(row.gain)) : plain(row.gain));
    fill(line, "Best " + m.every, row.best ? (m.kind === "total" ? signed : short)(row.best[1]) : "–", row.best ? date(row.best[0]) : "");
    const label = line.querySelector("[data-label=Trust] .q");
    if (label && row.label) { label.textContent = row.label; label.className = "q q-" + row.label; label.title = look.trust[row.label] ?? ""; }
  }

  function csv(choice, lines) {
    const written = ["repository,metric,day,value,quality"];
    for (const line of lines) line.y.forEach((y, i) => { if (y !== null) written.push([line.name, choice.metric, iso(line.days[i]), +y.toFixed(6), line.label[i] ?? ""].join(",")); });
    return written.join("\r\n") + "\r\n";
  }

  tracker.told = { within, numbers, title, table, csv };
})(window.tracker);
