// The server's line chart, drawn here: the same marks, colours, labels and ticks, from numbers that lie in the folder.
"use strict";

(function (tracker) {
  const { ordinal, parts, month, date, n, escaped, said, tag, full, short, tick, wrapped } = tracker.written;

  /* Fewer points, same picture: lowest and highest of each bucket, ends, and edges of gaps */
  function keep(y, most) {
    if (y.length <= most) return y.map((_, i) => i);
    const wide = Math.ceil(y.length / Math.max(Math.floor(most / 2), 1)), kept = new Set([0, y.length - 1]);
    for (let first = 0; first < y.length; first += wide) {
      let low = first, high = first;
      for (let i = first; i < Math.min(first + wide, y.length); i++) {
        if (y[i] !== null && (y[low] === null || y[i] < y[low])) low = i;
        if (y[i] !== null && (y[high] === null || y[i] > y[high])) high = i;
      }
      kept.add(low).add(high);
    }
    for (let i = 0; i + 1 < y.length; i++) if ((y[i] === null) !== (y[i + 1] === null)) kept.add(i).add(i + 1);
    return [...kept].sort((a, b) => a - b);
  }

  function nice(high, many = 5) {
    if (high <= 0) return 1;
    const raw = high / many, size = 10 ** Math.floor(Math.log10(raw));
    return [1, 2, 2.5, 5, 10].map((step) => size * step).find((step) => step >= raw - 1e-12);
  }
  function valueTicks(low, high, log) {
    const found = [];
    if (log) {
      const first = Math.floor(Math.log10(low)), last = Math.ceil(Math.log10(high));
      for (let d = first; d <= last; d++) for (const s of last - first + 1 < 5 ? [1, 2, 5] : [1]) found.push(10 ** d * s);
      return found.filter((v) => low <= v && v <= high * 1.0001);
    }
    const step = nice(high - low);
    for (let i = Math.ceil(low / step); i <= Math.floor(high / step + 1e-9); i++) found.push(i * step);
    return found;
  }
  function dayTicks(first, last, most) {
    const [year, m] = parts(first), [end, until] = parts(last), years = end - year;
    if (years >= 2) {
      const step = Math.max(1, Math.ceil(years / most)), found = [];
      for (let y = year; y <= end; y++) if (y % step === 0 && ordinal(y, 0) >= first) found.push([ordinal(y, 0), String(y)]);
      return found;
    }
    const inside = [];
    for (let i = year * 12 + m; i <= end * 12 + until; i++) { const day = ordinal(Math.floor(i / 12), i % 12); if (day >= first && day <= last) inside.push(day); }
    const step = Math.max(1, Math.ceil(inside.length / Math.min(most, 7)));
    return inside.length ? inside.filter((_, i) => i % step === 0).map((day) => [day, month(day)]) : [[first, date(first)], [last, date(last)]];
  }
  function ageTicks(low, high) {
    const step = Math.max(1, Math.round((high - low) / 9)), found = [];
    for (let year = 0; year <= Math.floor(high); year += step) found.push([year, year ? year + " y" : "start"]);
    return found;
  }
  function spreadOut(wanted, gap, low, high) {
    const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]), placed = [];
    let above = low - gap, below = high + gap;
    for (const i of order) placed[i] = above = Math.max(wanted[i], above + gap);
    for (const i of order.reverse()) placed[i] = below = Math.min(placed[i], below - gap);
    return placed;
  }

  const lastOf = (line) => { for (let i = line.y.length - 1; i >= 0; i--) if (line.y[i] !== null) return [line.x[i], line.y[i]]; return null; };
  function valueAt(line, x) {
    let found = null, i = 0;
    for (; i < line.x.length && line.x[i] <= x; i++) if (line.y[i] !== null) found = line.y[i];
    const before = line.y[i - 1] ?? null, after = line.y[i] ?? null;
    return before === null || after === null ? found : before + (after - before) * (x - line.x[i - 1]) / (line.x[i] - line.x[i - 1]);
  }
  function scale(low, high, first, last, log) {
    const of = log ? (v) => Math.log10(Math.max(v, low)) : (v) => v;
    return Object.assign((v) => first + (of(v) - of(low)) / (of(high) - of(low) || 1) * (last - first), { low, high });
  }

  /* Nought, so that heights compare; a range of chosen dates is refitted to what is in it */
  const floor = (chart, low, high) => chart.refit && low > 0 && low < high && low > high / 2 ? Math.max(low - (high - low) * 0.08, 0) : Math.min(0, low);

  /* Where everything stands */
  function plot(chart, lines, g) {
    const ys = lines.flatMap((line) => line.y).filter((v) => v !== null);
    let low = Math.min(...lines.map((line) => line.x[0])), high = Math.max(...lines.map((line) => line.x.at(-1)));
    if (high <= low) { low -= 1; high += 1; }
    const longest = Math.max(...lines.map((line) => Math.max(said(line.name).length, line.endNote.length * 0.85)));
    const right = g.width - (g.labelled ? Math.min(longest * 7.2 + 62, g.width * 0.3) : 10), bottom = g.height - g.bottom, top = Math.max(ys.reduce((a, b) => Math.max(a, b), -Infinity), 1e-9);
    const positive = ys.filter((v) => v > 0), least = (values) => values.reduce((a, b) => Math.min(a, b), Infinity);
    const y = chart.log ? scale(10 ** Math.floor(Math.log10(positive.length ? least(positive) : 1)), top * 1.1, bottom, g.top, true) : scale(floor(chart, least(ys), top), top * 1.04, bottom, g.top);
    return { left: g.left, right, top: g.top, bottom, x: scale(low, high, g.left, right), y };
  }
  function endLabels(chart, lines, area, g) {
    const named = lines.length <= g.labelled ? lines : [...lines].sort((a, b) => (a.name !== chart.focus) - (b.name !== chart.focus) || lastOf(b)[1] - lastOf(a)[1]).slice(0, g.labelled);
    const gap = Math.min(named.length <= g.noted && named.some((line) => line.endNote) ? 30 : 17, (area.bottom - area.top) / Math.max(named.length, 1));
    const placed = spreadOut(named.map((line) => area.y(lastOf(line)[1])), gap, area.top + 4, area.bottom);
    return named.map((line, i) => ({ line, x: lastOf(line)[0], value: lastOf(line)[1], at: placed[i], noted: line.endNote && gap >= 26 }));
  }

  /* Which lines have their names beside them, in words; "" where all have */
  function naming(chart, lines, g) {
    const first = lines.some((line) => line.name === chart.focus) ? "The one brought forward and the " + (g.labelled - 1) : "The " + g.labelled;
    return lines.length > g.labelled ? first + " highest of " + lines.length + " are named" : "";
  }

  function grid(chart, a, g) {
    const rows = valueTicks(a.y.low, a.y.high, chart.log).map((value) => tag("line", { x1: a.left, x2: a.right, y1: a.y(value), y2: a.y(value), class: "grid" }) +
      tag("text", { x: a.left - 8, y: a.y(value) + 4, "text-anchor": "end", class: "tick" }, escaped(tick(value))));
    const columns = (chart.byAge ? ageTicks(a.x.low, a.x.high) : dayTicks(Math.trunc(a.x.low), Math.trunc(a.x.high), Math.max(2, Math.trunc((a.right - a.left) / 62)))).map(([day, label]) =>
      tag("text", { x: a.x(day), y: g.height - 8, "text-anchor": "middle", class: "tick" }, escaped(label)) + tag("line", { x1: a.x(day), x2: a.x(day), y1: a.bottom, y2: a.bottom + 4, class: "grid" }));
    const rule = chart.indexed ? tag("line", { x1: a.left, x2: a.right, y1: a.y(100), y2: a.y(100), class: "rule" }) : "";
    return rows.join("") + columns.join("") + rule;
  }
  function provisional(chart, a) {
    if (chart.byAge || chart.provisional == null || chart.provisional > a.x.high) return "";
    const at = a.x(Math.max(chart.provisional - 1, a.x.low)), wide = Math.max(a.right - at, 3);
    let strokes = "";
    for (let y = Math.trunc(a.top + wide); y < Math.trunc(a.bottom); y += 6) strokes += "M" + n(at) + " " + n(y) + "l" + n(wide) + " " + n(-wide);
    return tag("g", {}, "<title>From " + date(chart.provisional) + " on provisional: may still move</title>", tag("path", { d: strokes, class: "hatch" }));
  }
  function path(points) {
    return points.map((at, i) => {
      if (!at) return "";
      const alone = !points[i - 1];
      return (alone ? "M" : "L") + n(at[0]) + " " + n(at[1]) + (alone && !points[i + 1] ? "h.1" : "");
    }).join("");
  }
  /* Lines stand back while another one is brought forward */
  const behind = (line, chart) => chart.focus && line.name !== chart.focus ? "behind" : null;

  function drawLine(line, a, chart, g) {
    const found = line.ended == null ? -1 : line.x.findIndex((x) => x > line.ended), cut = found < 0 ? line.x.length : found;
    const at = (some) => path(some.map((i) => line.y[i] === null || (chart.log && line.y[i] <= 0) ? null : [a.x(line.x[i]), a.y(line.y[i])]));
    const kept = keep(line.y, g.points), end = lastOf(line);
    const alive = at(kept.filter((i) => i <= cut - 1)), over = cut < line.x.length ? kept.filter((i) => i >= Math.max(cut - 1, 0)) : [];
    const told = line.name + ": " + full(end[1]) + " " + chart.unit + (chart.byAge ? " at " + end[0].toFixed(1) + " years" : " on " + date(end[0])) + (line.endNote ? "; " + line.endNote : "");
    return tag("g", { class: behind(line, chart) }, "<title>" + escaped(told) + "</title>", alive && tag("path", { d: alive, fill: "none", stroke: line.colour, "stroke-dasharray": line.dashes || null, class: "line" }),
      over.length ? tag("path", { d: at(over), fill: "none", stroke: line.colour, class: "over" }) : "");
  }
  function drawMark(line, [x, text, state], a, chart, shapes) {
    const value = valueAt(line, x);
    if (value === null || x < a.x.low || x > a.x.high) return "";
    const at = a.x(x), y = a.y(value);
    const drawn = state ? tag("circle", { cx: at, cy: y, r: 7, class: "halo" }) + '<g transform="translate(' + n(at - 6) + " " + n(y - 6) + ') scale(0.75)">' + shapes[state] + "</g>"
      : tag("circle", { cx: at, cy: y, r: 3.5, class: "ring", stroke: line.colour });
    return tag("g", { class: behind(line, chart) }, "<title>" + escaped(text) + "</title>", drawn);
  }
  function drawLabel(label, a, g, chart) {
    const { line, at: y } = label, x = a.x(label.x), height = a.y(label.value);
    const lead = Math.abs(y - height) > 3 || a.right - x > 6 ? tag("path", { d: "M" + n(x + 2) + " " + n(height) + "L" + n(a.right + 8) + " " + n(y), class: "lead" }) : "";
    const swatch = line.dashes ? tag("path", { d: "M" + n(a.right + 4) + " " + n(y) + "h14", stroke: line.colour, "stroke-width": 2.2, "stroke-dasharray": line.dashes, fill: "none" })
      : tag("circle", { cx: a.right + 12, cy: y, r: 3.5, fill: line.colour });
    const text = tag("tspan", { class: "name" }, escaped(said(line.name).slice(0, g.longest))) + tag("tspan", { dx: "6", class: "value" }, escaped(short(label.value)));
    return tag("g", { class: behind(line, chart) }, lead, swatch, tag("text", { x: a.right + 20, y: y + 4, class: "label" }, text), label.noted ? tag("text", { x: a.right + 20, y: y + 17, class: "note" }, escaped(line.endNote)) : "");
  }

  const median = (values) => { const s = [...values].sort((a, b) => a - b), m = s.length >> 1; return s.length % 2 ? s[m] : (s[m - 1] + s[m]) / 2; };
  const steps = (line) => line.x.length > 1 ? median(line.x.slice(1).map((x, i) => x - line.x[i])) : 1;

  function empty(words, g) {
    const said = wrapped(words, Math.trunc(g.width / g.letter));
    return said.map((line, i) => tag("text", { x: g.width / 2, y: g.height / 2 - 8 * (said.length - 1) + 16 * i, "text-anchor": "middle", class: "mute" }, escaped(line)));
  }

  /* The picture at one size: as wide as a page, or as narrow as a phone and without names at the lines' ends */
  function picture(chart, lines, look, g) {
    const words = '<title>' + escaped(chart.title + ". " + chart.subtitle) + "</title>";
    const svg = (...body) => '<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" viewBox="0 0 ' + n(g.width) + " " + n(g.height) + '">' + words + body.join("") + "</svg>";
    if (!lines.length) return { svg: svg(...empty(chart.empty, g)) };
    const a = plot(chart, lines, g), labels = g.labelled ? endLabels(chart, lines, a, g) : [];
    const marks = lines.flatMap((line) => [...line.marks].sort((one, two) => Boolean(one[2]) - Boolean(two[2])).map((mark) => drawMark(line, mark, a, chart, look.shapes)));
    const drawn = svg(grid(chart, a, g), provisional(chart, a), ...lines.map((line) => drawLine(line, a, chart, g)), ...marks, ...labels.map((label) => drawLabel(label, a, g, chart)));
    return { svg: drawn, a, labelled: new Map(labels.map((label) => [label.line, label.at])) };
  }

  /* A chart {title, subtitle, unit, log, indexed, byAge, focus, refit, provisional, empty, lines} as SVG, and as points */
  function draw(chart, look) {
    const lines = chart.lines.filter(lastOf).sort((one, two) => (one.name === chart.focus) - (two.name === chart.focus)), whole = chart.byAge ? 1000 : 1, wide = picture(chart, lines, look, look.geometry), narrow = picture(chart, lines, look, { ...look.geometry, ...look.narrow });
    const plain = { unit: chart.unit, byAge: chart.byAge, log: chart.log, focus: chart.focus, live: false, range: !chart.byAge, lines: [], reach: 0 };
    const svg = wide.svg + '<div class="narrow">' + narrow.svg + "</div>";
    if (!lines.length) return { svg, file: wide.svg, points: plain, naming: "" };
    const { a, labelled } = wide, edges = (of) => [of.left, of.right, of.top, of.bottom];
    return { svg, file: wide.svg, naming: naming(chart, lines, look.geometry), points: { ...plain, wide: edges(a), narrow: edges(narrow.a), low: a.x.low, high: a.x.high, bottomValue: a.y.low, topValue: a.y.high,
      reach: Math.max(...lines.map(steps)) * 0.75,
      lines: lines.map((line) => ({ name: line.name, colour: line.colour, dash: line.dash, source: line.source, x: line.x.map((x) => Math.round(x * whole)).map((x, i, all) => i ? x - all[i - 1] : x), y: line.y, labels: line.labels, labelAt: labelled.get(line) ?? -99, marks: line.marks })) } };
  }
  tracker.draw = draw;
})(window.tracker);
