// A drawn chart as a file of its own, as the server makes it: its words above it, its colours with it, light or dark.
"use strict";

(function (tracker) {
  const { escaped, n, wrapped } = tracker.written;

  /* `file`: the server's measures and style sheets; `foot`: unit, source and trust label */
  tracker.standalone = function (drawn, title, subtitle, theme, foot, file) {
    const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(drawn).map(Number), edge = file.edge;
    const lines = wrapped(title, Math.max(Math.trunc(width / file.letter), 20)), top = 36 + 20 * lines.length;
    const broad = width + 2 * edge, tall = height + top + (foot ? 28 : 6);
    const inner = drawn.replace("<svg ", '<svg x="' + edge + '" y="' + top + '" width="' + n(width) + '" height="' + n(height) + '" ');
    const heading = lines.map((line, i) => '<text class="title" x="' + edge + '" y="' + (26 + 20 * i) + '">' + escaped(line) + "</text>").join("");
    return '<svg xmlns="http://www.w3.org/2000/svg" width="' + n(broad) + '" height="' + n(tall) + '" viewBox="0 0 ' + n(broad) + " " + n(tall) + '" font-family="' + file.font + '" font-size="12">' +
      "<style>" + file.styles[theme] + '</style><rect class="paper" width="' + n(broad) + '" height="' + n(tall) + '" rx="6"/>' + heading +
      '<text class="tick" x="' + edge + '" y="' + (25 + 20 * lines.length) + '">' + escaped(subtitle) + "</text>" + inner +
      (foot ? '<text class="tick" x="' + edge + '" y="' + n(tall - 10) + '">' + escaped(foot.slice(0, 200)) + "</text>" : "") + "</svg>";
  };
})(window.tracker);
