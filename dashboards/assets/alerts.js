// The Alerts page: ticks are counted, buttons act in place, and focus goes on to the next alert.
"use strict";

(function (tracker) {
  const ticks = () => [...document.querySelectorAll("[data-alert]")].filter((tick) => !tick.closest("[hidden]"));

  function count() {
    const form = document.getElementById("together");
    if (!form) return;
    for (const hidden of document.querySelectorAll("[hidden] [data-alert]")) hidden.checked = false;
    const all = ticks(), many = all.filter((tick) => tick.checked).length;
    const every = form.querySelector("[data-tick-all]");
    every.checked = many > 0 && many === all.length;
    every.indeterminate = many > 0 && many < all.length;
    for (const control of form.querySelectorAll("button, select")) control.disabled = many === 0;
    form.classList.toggle("some", many > 0);
    form.querySelector("[data-ticked]").textContent = many ? many + " ticked" : "";
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-tick-all]")) for (const tick of ticks()) tick.checked = event.target.checked;
    if (event.target.matches("[data-tick-all], [data-alert]")) count();
  });
  document.addEventListener("input", (event) => { if (event.target.matches("[data-filter] [type=search]")) count(); });

  /* Where the next button of the same kind is, once those alerts are quieted */
  function following(form) {
    const done = form.id === "together" ? ticks().filter((tick) => tick.checked).map((tick) => tick.closest("li")) : [form.closest("li")];
    const all = [...document.querySelectorAll(".alerts > li:not([hidden])")];
    const last = all.indexOf(done[done.length - 1]);
    const open = (item) => !done.includes(item) && item.querySelector("[data-alert]");
    return (all.slice(last + 1).find(open) || all.slice(0, Math.max(last, 0)).reverse().find(open))?.id;
  }

  function focus(next, kind, together) {
    const item = next && document.getElementById(next);
    const found = item?.querySelector(together ? "[data-alert]" : `.acts button[value="${kind}"]`);
    (found || document.querySelector("[data-done]"))?.focus();
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.method !== "post" || !tracker.go || !event.submitter) return;
    event.preventDefault();
    const next = following(form), kind = event.submitter.value, together = form.id === "together";
    const lifted = kind === "lift" ? form.closest("li")?.id : null;
    const fields = new FormData(form);
    fields.set(event.submitter.name, kind);
    for (const tick of document.querySelectorAll("[data-alert]")) if (!together || tick.closest("[hidden]")) tick.checked = false;
    await tracker.go(form.action, { post: new URLSearchParams(fields) });
    if (lifted) focus(lifted, "ack", false); else focus(next, kind, together);
  });
  tracker.ready.push(count);
})(window.tracker);
