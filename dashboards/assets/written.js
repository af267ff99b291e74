// How numbers, days and spans are written, as the server writes them; and the tags of a drawing.
"use strict";

(function (tracker) {
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const FIRST = 719163;  // the ordinal of 1 Jan 1970
  const ordinal = (year, month, day = 1) => Date.UTC(year, month, day) / 864e5 + FIRST;
  const parts = (day) => { const d = new Date((day - FIRST) * 864e5); return [d.getUTCFullYear(), d.getUTCMonth(), d.getUTCDate()]; };
  const iso = (day) => new Date((day - FIRST) * 864e5).toISOString().slice(0, 10);
  const month = (day) => MONTHS[parts(day)[1]] + " " + parts(day)[0];
  const date = (day) => parts(day)[2] + " " + month(day);
  const n = (value) => value.toFixed(1).replace(/\.0$/, "");
  const escaped = (text) => String(text).replace(/[&<>"']/g, (c) => "&#" + c.charCodeAt(0) + ";");
  const said = (name) => name.slice(name.indexOf("/") + 1);
  const minus = (text) => text.replace(/-/g, "−");

  /* "2018-04-28" as its ordinal; null for what is no day */
  function day(text) {
    const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text || "");
    if (!found) return null;
    const at = ordinal(+found[1], found[2] - 1, +found[3]);
    return iso(at) === text ? at : null;
  }

  function tag(name, attributes, ...children) {
    const written = Object.entries(attributes).map(([key, value]) => value == null ? "" : " " + key + '="' + (typeof value === "number" ? n(value) : escaped(value)) + '"').join("");
    return "<" + name + written + ">" + children.join("") + "</" + name + ">";
  }
  function full(value) { return value == null ? "–" : minus(value.toLocaleString("en-US", Number.isInteger(value) ? { maximumFractionDigits: 0 } : { minimumFractionDigits: 1, maximumFractionDigits: 1 })); }
  function short(value) {
    if (value == null) return "–";
    const size = Math.abs(value);
    return size >= 999950 ? minus((value / 1e6).toFixed(2)) + "M" : size >= 1e4 ? minus((value / 1e3).toFixed(1)) + "k" : full(value);
  }
  const signed = (value) => (value > 0 ? "+" : "") + short(value);
  function tick(value) {
    const text = short(value), unit = text.slice(-1);
    return unit === "k" || unit === "M" ? text.slice(0, -1).replace(/0+$/, "").replace(/\.$/, "") + unit : text;
  }
  function part(share) {
    const value = 100 * share;
    return (value < 10 && Math.round(value * 10) % 10 ? value.toFixed(1) : Math.round(value)) + " %";
  }
  const counted = (number, noun) => number === 1 ? "1 " + noun : full(number) + " " + noun + "s";
  function duration(days) {
    if (days == null) return "–";
    if (days < 1 / 1440) return "under a minute";
    if (days < 2 / 24) return counted(Math.round(days * 1440), "minute");
    if (days < 2) return counted(Math.round(days * 24), "hour");
    if (days < 60) return counted(Math.round(days), "day");
    return days < 730 ? counted(Math.round(days / 30.4375), "month") : (days / 365.25).toFixed(1).replace(/\.0$/, "") + " years";
  }
  function shortDuration(days) {
    return duration(days).replace("under a ", "<1 ").replace(/ (minute|hour|day|month|year)s?$/, (_, unit) => " " + { minute: "min", hour: "h", day: "d", month: "mo", year: "y" }[unit]);
  }
  const listed = (items, most) => items.length > most ? items.slice(0, most - 1).join(", ") + " and " + (items.length - most + 1) + " more" : items.length < 2 ? items.join("") : items.slice(0, -1).join(", ") + " and " + items.at(-1);

  /* Words in lines of so many letters */
  function wrapped(words, most) {
    const lines = [""];
    for (const word of words.split(/\s+/)) {
      const longer = (lines.at(-1) + " " + word).trim();
      if (longer.length <= most || !lines.at(-1)) lines[lines.length - 1] = longer; else lines.push(word);
    }
    return lines;
  }

  tracker.written = { ordinal, parts, iso, day, month, date, n, escaped, said, tag, full, short, signed, tick, part, duration, shortDuration, listed, wrapped };
})(window.tracker);
