// A page without segments.

function toggleTheme() {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  root.dataset.theme = (root.dataset.theme ?? system) === "dark" ? "light" : "dark";
  localStorage.setItem("labeler-theme", root.dataset.theme);
}

document.getElementById("theme").addEventListener("click", toggleTheme);
document.getElementById("help-open").addEventListener("click", () => document.getElementById("help").showModal());
