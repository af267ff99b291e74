// Ticks on the overview: how many are chosen, kept while the table is sorted, filtered and searched.
"use strict";

(function (tracker) {
  const chosen = new Set();
  const most = 12;

  /* What is ticked but not in the table any more goes along as hidden fields */
  function show() {
    const form = document.getElementById("choose");
    if (!form) return;
    for (const field of form.querySelectorAll("[data-carried]")) field.remove();
    const ticks = [...document.querySelectorAll("[data-tick]")];
    for (const tick of ticks) tick.checked = chosen.has(tick.value);
    const here = new Set(ticks.map((tick) => tick.value));
    for (const name of chosen) {
      if (here.has(name)) continue;
      const field = document.createElement("input");
      field.type = "hidden"; field.name = "repos"; field.value = name; field.dataset.carried = "";
      form.append(field);
    }
    const many = chosen.size, button = form.querySelector("[data-choose]");
    button.disabled = many === 0 || many > most;
    button.textContent = many === 0 ? "Tick repositories to compare them" : many > most ? "At most " + most + " can be compared" : many === 1 ? "Look at this one" : "Compare these " + many;
    form.classList.toggle("some", many > 0);
    form.querySelector("[data-untick]").hidden = many === 0;
    form.querySelector("[data-ticked]").textContent = many ? many + " ticked" : "";
  }

  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-tick]")) return;
    if (event.target.checked) chosen.add(event.target.value); else chosen.delete(event.target.value);
    show();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.matches("[data-untick]")) return;
    chosen.clear(); show();
    document.querySelector("[data-tick]")?.focus();
  });
  window.addEventListener("pageshow", () => {
    for (const tick of document.querySelectorAll("[data-tick]:checked")) chosen.add(tick.value);
    show();
  });
  tracker.ready.push(show);
})(window.tracker);
