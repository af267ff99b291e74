// Changes in place: the page is asked for its next state, and only what differs is exchanged. Focus stays where it is.
"use strict";

(function (tracker) {
  const PAUSE = 1100;  // ms after the last key in a date that is whole and plausible
  const status = document.querySelector("[data-status]");
  let shown = location.pathname + location.search;
  let asked = null;  // { url, stop }
  let lastPush = { by: null, at: 0 };

  function key(node) {
    return node.nodeType !== 1 ? "" : node.id || node.getAttribute("name") || node.dataset.key || node.classList[0] || "";
  }

  function attributes(have, want) {
    for (const { name } of [...have.attributes]) {
      if (!want.hasAttribute(name) && !/^(aria-|tabindex|role|style|open)/.test(name)) have.removeAttribute(name);
    }
    for (const { name, value } of want.attributes) {
      if (have.getAttribute(name) !== value && !(name === "open" || (name === "aria-expanded" && have.dataset.fold !== undefined))) have.setAttribute(name, value);
    }
  }

  function control(have, want, typed) {
    if (have === document.activeElement && typed !== undefined && have.value !== typed) return;  // typed on meanwhile
    if (have.type === "checkbox") have.checked = want.checked;
    else if (have.value !== want.value) have.value = want.value;
  }

  /* Make `have` equal to `want`, keeping every node that both have */
  function morph(have, want, typed) {
    if (have.nodeType !== 1) { if (have.data !== want.data) have.data = want.data; return; }
    attributes(have, want);
    if (have.namespaceURI !== "http://www.w3.org/1999/xhtml") { if (!have.isEqualNode(want)) have.replaceWith(want.cloneNode(true)); return; }
    let at = have.firstChild;
    for (const next of [...want.childNodes]) {
      let found = at;
      if (next.nodeType !== 1) found = at?.nodeType === next.nodeType ? at : null;  // the white space between is no landmark
      else while (found && !(found.nodeName === next.nodeName && key(found) === key(next))) found = found.nextSibling;
      if (!found) { have.insertBefore(next.cloneNode(true), at); continue; }
      while (at !== found) { const gone = at; at = at.nextSibling; gone.remove(); }
      at = found.nextSibling;
      morph(found, next, typed);
    }
    while (at) { const gone = at; at = at.nextSibling; gone.remove(); }
    if (have.matches("input, select")) control(have, want, typed);
  }

  /* What has the focus, and its place among what can be reached in each box around it */
  const REACHED = "a[href], button:not(:disabled), input:not(:disabled, [type=hidden]), select:not(:disabled), summary, [tabindex='0']";
  const reached = (box) => [...box.querySelectorAll(REACHED)].filter((one) => one.getClientRects().length);
  function holding(main) {
    const at = document.activeElement, around = [];
    if (at === main || !main.contains(at)) return null;
    for (let box = at.parentElement; box && box !== main.parentElement; box = box.parentElement) around.push([box, reached(box).indexOf(at)]);
    return { at, around };
  }
  /* What had the focus is gone: it goes on to what took its place, not to the top of the page */
  function regain(held) {
    if (!held || (held.at.isConnected && held.at.getClientRects().length)) return;
    for (const [box, place] of held.around) {
      const near = box.isConnected ? reached(box) : [];
      if (near.length) { near[Math.max(0, Math.min(place, near.length - 1))].focus({ preventScroll: true }); return; }
    }
  }

  function announce(text) { if (status) status.textContent = text; }

  async function go(address, how = {}) {
    const url = new URL(address, location.href);
    const path = url.pathname + url.search;
    if (asked?.url === path && !how.post) return;
    asked?.stop.abort();
    const mine = asked = { url: path, stop: new AbortController() };
    const typed = document.activeElement?.value;
    const main = document.getElementById("main");
    main.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(path, { signal: mine.stop.signal, headers: { Accept: "text/html" }, ...(how.post && { method: "POST", body: how.post }) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.getElementById("main");
      if (!next || answer.status >= 500) throw new Error(String(answer.status));
      if (!answer.ok) { refuse(next); return; }
      const held = holding(main);
      morph(main, next, typed);
      regain(held);
      document.title = page.title;
      if (!how.back && !how.post) { remember(url, how.by); shown = path; }
      for (const make of tracker.ready) make();
      if (how.y !== undefined) scrollTo(0, how.y);
      announce((how.post && main.querySelector("[data-done]") || main.querySelector(".finding") || main.querySelector("h1") || main).textContent);
    } catch (error) {
      if (error.name !== "AbortError") location.assign(url);
    } finally {
      if (asked === mine) { asked = null; main.removeAttribute("aria-busy"); }
    }
  }

  /* One step back undoes one change; a slider pushed along is one change */
  function remember(url, by) {
    const again = by && by === lastPush.by && Date.now() - lastPush.at < 1500;
    lastPush = { by, at: Date.now() };
    if (again) history.replaceState({}, "", url);
    else { history.replaceState({ y: scrollY }, ""); history.pushState({}, "", url); }
  }

  /* What was asked for cannot be: say why and leave all as it is */
  function refuse(answer) { say(answer.querySelector(".lead")?.textContent || "That cannot be shown."); }
  function say(why) {
    let note = document.querySelector("[data-refused]");
    if (!note) {
      note = document.createElement("p");
      note.className = "notice"; note.dataset.refused = ""; note.setAttribute("role", "alert");
      document.querySelector("main h1").after(note);
    }
    note.textContent = why;
  }

  function addressOf(form) {
    const url = new URL(form.action);
    url.search = "";
    for (const [name, value] of new FormData(form)) if (value !== "") url.searchParams.append(name, value);
    return url.href.replaceAll("%2F", "/").replaceAll("%2C", ",");
  }

  const here = (address) => address.origin === location.origin && address.pathname === location.pathname;
  const able = (form) => form && form.method === "get" && here(new URL(form.action));
  function submit(form, by) { if (able(form)) go(addressOf(form), { by }); else form.requestSubmit(); }

  /* A date is taken on Enter, on leaving the field, from the picker, or when it is whole and plausible */
  let pause = 0, keyed = null;
  const plausible = (field) => !field.value || (field.validity.valid && field.value >= (field.min || "2008-01-01"));
  const standing = (field) => new URLSearchParams(location.search).get(field.name) ?? field.defaultValue;
  function takeDate(field) {
    clearTimeout(pause); keyed = null;
    if (field.validity.badInput) say("That day is not whole: write day, month and year, or empty the field.");
    else if (field.value !== standing(field)) submit(field.form);  // of a day that cannot be, the server says why
  }
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches?.("[type=date][data-auto]")) return;
    if (event.key === "Enter") { event.preventDefault(); takeDate(event.target); }
    else if (event.key !== "Tab") keyed = event.target;
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.matches?.("[type=date][data-auto]")) takeDate(event.target);
  });

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches("[type=date][data-auto]")) {
      clearTimeout(pause);
      if (keyed !== field) takeDate(field);
      else if (field.value && plausible(field)) pause = setTimeout(takeDate, PAUSE, field);
    } else if (field.matches("[data-auto], [data-days]")) submit(field.form, field.matches("[data-days]") ? field : null);
  });
  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-days]")) return;
    const day = new Date(event.target.dataset.first + "T00:00:00Z");
    day.setUTCDate(day.getUTCDate() + Number(event.target.value));
    event.target.form.elements.as_of.value = day.toISOString().slice(0, 10);
  });
  document.addEventListener("submit", (event) => {
    if (!able(event.target)) return;
    event.preventDefault();
    go(addressOf(event.target));
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("main a[href]");
    if (!link || typeof link.href !== "string" || link.download || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const url = new URL(link.href);
    if (!here(url) || url.pathname + url.search === shown) return;
    event.preventDefault();
    go(url);
  });
  window.addEventListener("popstate", (event) => {
    if (location.pathname + location.search !== shown) go(location.href, { back: true, y: event.state?.y });
  });
  tracker.go = location.protocol === "file:" ? null : go;
})(window.tracker);
