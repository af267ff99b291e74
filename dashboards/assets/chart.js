// The server's picture answers: one card with every line's value, label and source at a day; dragging chooses dates.
"use strict";

(function (tracker) {
  const SVG = "http://www.w3.org/2000/svg";
  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const FIRST = 719163;  // the ordinal of 1 Jan 1970
  const iso = (ordinal) => new Date((ordinal - FIRST) * 864e5).toISOString().slice(0, 10);
  function when(x, byAge) {
    if (byAge) return x.toFixed(1) + " years old";
    const [year, month, day] = iso(x).split("-");
    return Number(day) + " " + months[month - 1] + " " + year;
  }
  const number = (y) => y.toLocaleString("en", { maximumFractionDigits: Math.abs(y) < 1000 ? 1 : 0 });

  /* Points travel as differences and runs; here they are whole again */
  function whole(chart) {
    for (const line of chart.lines) {
      let x = 0;
      line.x = line.x.map((step) => (x += step)).map((value) => chart.byAge ? value / 1000 : value);
      line.label = line.labels.flatMap(([label, many]) => Array(many).fill(label));
    }
    chart.days = [...new Set(chart.lines.flatMap((line) => line.x))].sort((a, b) => a - b);
    return chart;
  }

  function nearest(sorted, x) {
    let low = 0, high = sorted.length - 1;
    while (low < high) { const middle = (low + high) >> 1; if (sorted[middle] < x) low = middle + 1; else high = middle; }
    return low > 0 && x - sorted[low - 1] < sorted[low] - x ? low - 1 : low;
  }

  class Plot {
    constructor(box) {
      this.box = box;
      const plot = this;
      for (const [kind, act] of Object.entries({
        pointermove: "over", pointerdown: "down", pointerup: "up", pointercancel: "hide", pointerleave: "leave", dblclick: "all",
        keydown: "key", focus: "show", blur: "hide",
      })) box.addEventListener(kind, (event) => { if (plot.chart) plot[act](event); });
    }

    /* The picture may be another one: read it again */
    read() {
      this.figure = this.box.closest("figure");
      this.pictures = [...this.box.querySelectorAll("svg")];
      this.chart = whole(JSON.parse(this.figure.querySelector("[data-points]").textContent));
      this.at = Math.min(this.at ?? Infinity, this.chart.days.length - 1);
      for (const svg of this.pictures) svg.appendChild(document.createElementNS(SVG, "g")).setAttribute("class", "hovered");
      this.card = this.box.querySelector(".card") || this.box.appendChild(document.createElement("div"));
      this.card.className = "card"; this.card.hidden = true;
      if (!this.chart.days.length) { this.chart = null; return; }
      const { box, chart } = this;
      box.tabIndex = 0;
      box.setAttribute("role", "slider");
      box.setAttribute("aria-label", "Day in the chart. Arrows move, up and down bring a line forward" + (chart.range ? ", Shift and arrows choose dates, Enter takes them" : ""));
      box.setAttribute("aria-valuemin", "0");
      box.setAttribute("aria-valuemax", String(chart.days.length - 1));
      this.fit();
      this.tell();
      if (document.activeElement === box) this.show();
    }

    /* A page has the picture twice, for its own width and for a phone's: the one that is seen answers */
    fit() {
      this.svg = this.pictures.find((svg) => svg.getClientRects().length) || this.pictures[0];
      const edges = this.chart[this.svg === this.pictures[0] ? "wide" : "narrow"];
      [this.left, this.right, this.top, this.bottom] = edges;
      this.layer = this.svg.querySelector(".hovered");
    }

    x(value) { const c = this.chart; return this.left + (value - c.low) / (c.high - c.low || 1) * (this.right - this.left); }
    y(value) {
      const c = this.chart, of = c.log ? Math.log10 : (v) => v;
      return this.bottom - (of(Math.max(value, c.log ? c.bottomValue : value)) - of(c.bottomValue)) / (of(c.topValue) - of(c.bottomValue) || 1) * (this.bottom - this.top);
    }
    place(event) {  // in the picture's own units
      this.fit();
      const matrix = this.svg.getScreenCTM();
      return { x: (event.clientX - matrix.e) / matrix.a, y: (event.clientY - matrix.f) / matrix.d };
    }
    dayAt(x) {
      const c = this.chart;
      return Math.max(c.low, Math.min(c.high, c.low + (x - this.left) / (this.right - this.left) * (c.high - c.low)));
    }

    over(event) {
      const at = this.place(event);
      this.at = nearest(this.chart.days, this.dayAt(at.x));
      if (this.from !== undefined && event.buttons) this.to = this.dayAt(at.x);
      this.show();
    }
    down(event) {
      if (event.button || event.pointerType === "touch") { this.over(event); return; }
      this.from = this.dayAt(this.place(event).x); this.to = this.from; this.began = event.clientX;
      this.box.setPointerCapture(event.pointerId);
    }
    up(event) {
      if (this.from === undefined) return;
      const moved = Math.abs(event.clientX - this.began) > 6;
      if (moved) this.choose(); else this.forward(this.lineAt(this.place(event)));
      this.from = this.to = undefined;
      this.show();
    }
    leave() { if (this.from === undefined && document.activeElement !== this.box) this.hide(); }
    all() { if (this.chart.range) this.ask({ from: null, to: null }); }

    choose() {
      if (!this.chart.range) return;
      const [first, last] = [this.from, this.to].sort((a, b) => a - b).map(Math.round);
      if (last > first) this.ask({ from: iso(first), to: iso(last) });
    }
    forward(name) { if (name) this.ask({ focus: name === this.chart.focus ? null : name }); }
    ask(changes) {
      if (tracker.choose) { tracker.choose(changes); return; }
      if (!tracker.go || !this.chart.live) return;
      const url = new URL(location.href);
      for (const [name, value] of Object.entries(changes)) {
        if (value === null) url.searchParams.delete(name); else url.searchParams.set(name, value);
      }
      tracker.go(url.href.replaceAll("%2F", "/").replaceAll("%2C", ","));
    }
    lineAt(at) {
      const name = document.elementFromPoint && this.chart.lines.map((line) => {
        const i = nearest(line.x, this.dayAt(at.x));
        const known = at.x <= this.right && line.y[i] !== null && line.x.length;
        return [known ? Math.abs(this.y(line.y[i]) - at.y) : this.svg === this.pictures[0] ? Math.abs(line.labelAt - at.y) : Infinity, line.name];
      }).sort((a, b) => a[0] - b[0])[0];
      return name && name[0] < 14 ? name[1] : null;
    }

    key(event) {
      const c = this.chart, many = c.days.length, step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 }[event.key];
      if (step !== undefined || event.key === "Home" || event.key === "End") {
        if (event.shiftKey && this.from === undefined) this.from = c.days[this.at];
        this.at = event.key === "Home" ? 0 : event.key === "End" ? many - 1 : Math.max(0, Math.min(many - 1, this.at + step));
        if (event.shiftKey) this.to = c.days[this.at]; else this.from = this.to = undefined;
      } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
        const names = [null, ...c.lines.map((line) => line.name)];
        const next = (names.indexOf(c.focus || null) + (event.key === "ArrowDown" ? 1 : names.length - 1)) % names.length;
        this.ask({ focus: names[next] });
      } else if (event.key === "Enter" && this.from !== undefined) { this.choose(); this.from = this.to = undefined; }
      else if (event.key === "Escape") { if (this.from !== undefined) this.from = this.to = undefined; else { this.hide(); return; } }
      else return;
      event.preventDefault();
      this.show();
    }

    /* Every line at the day: [line, value, label, its own day where that is another] */
    values() {
      const day = this.chart.days[this.at], reach = this.chart.reach;
      return this.chart.lines.map((line) => {
        if (!line.x.length) return { line };
        const i = nearest(line.x, day), off = Math.abs(line.x[i] - day);
        return off > reach ? { line } : { line, value: line.y[i], label: line.label[i], own: off ? line.x[i] : null };
      }).sort((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity));
    }

    tell() {
      const said = this.values().map((v) => v.line.name + " " + (v.value == null ? "unknown" : number(v.value))).join(", ");
      this.box.setAttribute("aria-valuenow", String(this.at));
      this.box.setAttribute("aria-valuetext", when(this.chart.days[this.at], this.chart.byAge) + ": " + said);
    }

    show() {
      this.fit();
      const c = this.chart, day = c.days[this.at], at = this.x(day), found = this.values();
      this.tell();
      this.layer.replaceChildren(...this.marks(at, found));
      this.card.replaceChildren(...this.words(day, found));
      this.card.hidden = false;
      const matrix = this.svg.getScreenCTM(), box = this.box.getBoundingClientRect();
      const px = at * matrix.a + matrix.e - box.left;
      const wide = this.card.offsetWidth;
      const left = px + 16 + wide < box.width ? px + 16 : px - 16 - wide;
      this.card.style.left = Math.max(0, Math.min(left, box.width - wide)) + "px";
    }
    hide() { this.card.hidden = true; this.layer.replaceChildren(); this.from = this.to = undefined; }

    draw(name, attributes) {
      const node = document.createElementNS(SVG, name);
      for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
      return node;
    }
    marks(at, found) {
      const c = this.chart, made = [];
      if (this.from !== undefined && c.range) {
        const [low, high] = [this.x(this.from), this.x(this.to)].sort((a, b) => a - b);
        made.push(this.draw("rect", { x: low, y: this.top, width: high - low, height: this.bottom - this.top, class: "chosen" }));
      }
      made.push(this.draw("line", { x1: at, x2: at, y1: this.top, y2: this.bottom, class: "cursor" }));
      for (const v of found) if (v.value != null) made.push(this.draw("circle", { cx: this.x(v.own ?? c.days[this.at]), cy: this.y(v.value), r: 4, fill: v.line.colour, class: "at" }));
      return made;
    }

    words(day, found) {
      const c = this.chart, text = (tag, said, cls) => { const node = document.createElement(tag); node.textContent = said; if (cls) node.className = cls; return node; };
      const made = [text("strong", when(day, c.byAge) + (this.from !== undefined && c.range ? " · " + when(Math.round(Math.min(this.from, this.to))) + " to " + when(Math.round(Math.max(this.from, this.to))) : ""))];
      const list = text("ul", ""), labels = new Set(found.filter((v) => v.value != null).map((v) => v.label));
      for (const v of found) {
        const item = text("li", "", c.focus === v.line.name ? "forward" : "");
        const dot = text("i", "", "swatch"); dot.style.setProperty("--of", v.line.colour); dot.dataset.dash = ["solid", "dash", "dashdot", "longdash"].indexOf(v.line.dash);
        item.append(dot, text("span", v.line.name.split("/").pop(), "who"), text("b", v.value == null ? "unknown" : number(v.value)));
        item.append(text("small", [labels.size > 1 ? v.label : "", v.own != null ? when(v.own, c.byAge) : ""].filter(Boolean).join(", ")));
        list.append(item);
      }
      made.push(list);
      const events = c.lines.flatMap((line) => line.marks.filter(([x]) => Math.abs(x - day) <= c.reach / 2).map(([, said]) => line.name.split("/").pop() + ": " + said));
      for (const said of events.slice(0, 3)) made.push(text("p", said));
      made.push(text("small", [c.unit, labels.size === 1 ? [...labels][0] : "", "source: " + [...new Set(c.lines.map((line) => line.source).filter(Boolean))].join(", ")].filter(Boolean).join(" · "), "from"));
      return made;
    }
  }

  const plots = new WeakMap();
  tracker.ready.push(() => {
    for (const box of document.querySelectorAll("[data-plot]")) {
      if (!plots.has(box)) plots.set(box, new Plot(box));
      plots.get(box).read();
    }
  });
})(window.tracker);
