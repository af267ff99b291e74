// Runs before the first line is painted: a chosen theme never flashes, and what needs a script takes its room at once.
(function () {
  document.documentElement.classList.add("js");
  try {
    var chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch (error) { /* storage is forbidden: the system's colours it is */ }
})();
