// Runs before the first line is painted, so that a chosen theme never flashes.
(function () {
  try {
    var chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch (error) { /* storage is forbidden: the system's colours it is */ }
})();
