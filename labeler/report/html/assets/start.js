// Wiring.

let typing = 0;

document.addEventListener("keydown", onKey);
document.addEventListener("click", onLink);
document.getElementById("main").addEventListener("click", (event) => {
  onClick(event);
  onStrip(event);
});
query.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(applyFilters, 120);
});
form.addEventListener("change", applyFilters);
form.addEventListener("reset", () => setTimeout(applyFilters));
form.addEventListener("submit", (event) => event.preventDefault());
document.getElementById("theme").addEventListener("click", toggleTheme);
document.getElementById("help-open").addEventListener("click", KEYS["?"]);
window.addEventListener("hashchange", route);

for (const header of index ? index.querySelectorAll("[data-sort]") : []) {
  const button = make("button", { type: "button" }, header.textContent);
  button.addEventListener("click", () => sortRows(header.dataset.sort, button));
  header.replaceChildren(button);
}
if (matchMedia("(max-width: 60rem)").matches) document.querySelector(".filters details").open = false;

open(current);
if (location.hash) route();
