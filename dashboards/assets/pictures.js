// Pictures: a server's drawing becomes a PNG here, and what a drawing says of its parts appears at once.
"use strict";

(function (tracker) {
  /* In the colours of the page, at twice its size, with its words: the same file that the server gives as SVG */
  async function save(event) {
    const button = event.target.closest("[data-raster]");
    if (!button) return;
    const theme = getComputedStyle(document.documentElement).colorScheme.includes("dark") ? "dark" : "light";
    const found = await (button.draws ? button.draws(theme) : fetched(button.dataset.raster, theme));
    if (!found) return;
    const [drawn, name] = found, drawing = URL.createObjectURL(new Blob([drawn], { type: "image/svg+xml" }));
    const image = new Image();
    image.src = drawing;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * 2;
    canvas.height = image.naturalHeight * 2;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(drawing);
    const link = document.createElement("a");
    link.download = name.replace(/svg$/, "png");
    link.href = URL.createObjectURL(await new Promise((done) => canvas.toBlob(done, "image/png")));
    link.click();
    URL.revokeObjectURL(link.href);
  }

  /* The server's drawing and its file's name */
  async function fetched(from, theme) {
    const address = new URL(from, location.href);
    address.searchParams.set("theme", theme);
    const answer = await fetch(address);
    if (!answer.ok) return null;
    const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") || "");
    return [await answer.text(), name ? name[1] : address.pathname.split("/").pop() || "chart.svg"];
  }

  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  const hide = () => { tip.hidden = true; };
  function show(event) {
    const hot = event.target.closest?.("[data-tip]");
    if (!hot) return hide();
    const box = hot.getBoundingClientRect();
    tip.textContent = hot.dataset.tip;
    tip.hidden = false;
    const at = event.clientX || box.left + box.width / 2;
    tip.style.left = Math.max(8, Math.min(at - tip.offsetWidth / 2, innerWidth - tip.offsetWidth - 8)) + "px";
    const above = box.top - tip.offsetHeight - 8;
    tip.style.top = (above > 8 ? above : box.bottom + 8) + "px";
  }
  document.body.append(tip);
  document.addEventListener("pointerover", show);
  document.addEventListener("focusin", show);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  document.addEventListener("click", save);
  window.addEventListener("scroll", hide, { passive: true });

  tracker.ready.push(() => {
    hide();
    for (const title of document.querySelectorAll(".hot > title")) {
      const part = title.parentNode;
      part.dataset.tip = title.textContent;
      if (!part.hasAttribute("aria-label")) part.setAttribute("aria-label", title.textContent);
      if (part.tagName === "g") part.setAttribute("role", "img");
      title.remove();
    }
  });
})(window.tracker);
