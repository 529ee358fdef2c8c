// The queue: a list of segments from all documents.

const home = "";
const rows = [...document.querySelectorAll(".q")];
const filters = document.getElementById("filters");
const search = document.getElementById("query");
let at_ = null;
let finished = false;

function chosen() {
  return at_ && { row: Number(at_.dataset.row), label: at_.dataset.label, element: at_ };
}

function elementOf(row) {
  return document.getElementById(`r${row}`);
}

function labelOf(element) {
  return element.dataset.label;
}

function markOf(element) {
  return element.querySelector(".said");
}

function marksAddress() {
  return `marks?rows=${rows.map((row) => row.dataset.row).join(",")}`;
}

function choose(row, { focus = true } = {}) {
  at_?.removeAttribute("aria-current");
  if (at_) at_.tabIndex = -1;
  at_ = row;
  row.setAttribute("aria-current", "true");
  row.tabIndex = 0;
  if (focus) row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  showSelected();
}

function stepBy(direction) {
  const at = rows.indexOf(at_);
  const next = rows[at < 0 ? 0 : at + direction];
  if (next) choose(next);
  else if (direction > 0) document.querySelector('[rel="next"]')?.focus();
}

// The next open row; on the last one, what has come up meanwhile.
function advance(at) {
  const place = rows.indexOf(at.element);
  const open = (row) => row !== at.element && !row.dataset.mine && !row.dataset.saving;
  const next = rows.slice(place + 1).find(open) ?? rows.find(open);
  if (next) choose(next);
  else finished = true;
}

function afterSaving() {
  if (!finished || rows.some((row) => !row.dataset.mine)) return;
  at_ = null;
  if (document.querySelector('[name="status"]').value === "open") location.reload();
  else document.querySelector('[rel="next"]')?.click();
}

function back(row) {
  finished = false;
  const element = elementOf(row);
  if (element) choose(element);
}

const QUEUE_KEYS = {
  ...DECISION_KEYS,
  j: () => stepBy(1),
  k: () => stepBy(-1),
  ArrowDown: () => stepBy(1),
  ArrowUp: () => stepBy(-1),
  Enter: () => at_ && (location.href = at_.querySelector(".where").href),
  "/": () => search.focus(),
  t: toggleTheme,
  "?": () => document.getElementById("help").showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.matches("input, select, textarea")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (event.key === "Enter" && event.target.matches("a, button, summary")) return;
  const act = QUEUE_KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
document.getElementById("main").addEventListener("click", (event) => {
  const row = event.target.closest(".q");
  if (row && !event.target.closest("a")) choose(row);
});
filters.addEventListener("change", () => filters.requestSubmit());
document.getElementById("apply").hidden = true;
document.getElementById("accept-rule")?.addEventListener("click", (event) => {
  const { row, rule, number } = event.currentTarget.dataset;
  choose(elementOf(Number(row)));
  acceptTogether("rule", rule, Number(number));
});
if (matchMedia("(max-width: 60rem)").matches) document.querySelector(".filters details").open = false;
for (const row of rows) if (row.dataset.mine) showMark(row, { [me]: row.dataset.mine });
if (rows.length) choose(rows.find((row) => !row.dataset.mine) ?? rows[0]);
else showSelected();
lookAgain();
