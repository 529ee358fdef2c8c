// Moving about: the document and the segment in view, by address, pointer and keys.

let current = index ? null : documents[0] ?? null;
let selected = null;

function route() {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id ? document.getElementById(id) : null;
  const doc = target ? documentOf(target) : undefined;
  if (doc) open(doc);
  else if (index && (!id || id === "index")) open(null);
  if (target?.classList.contains("s")) {
    if (target.hidden) clearFilters();
    select(target, { focus: true });
  } else if (doc) {
    deselect();
    doc.element.scrollIntoView();
  }
}

// Keys may follow before the browser tells of the new address, and it tells of none when the
// address stays; so it is taken up at once.
function go(id) {
  location.hash = encodeURIComponent(id);
  route();
}

function open(doc) {
  if (doc === current && document.body.dataset.ready) return;
  current = doc;
  document.body.dataset.ready = "yes";
  for (const other of documents) other.element.classList.toggle("current", other === doc);
  if (index) index.hidden = doc !== null;
  document.body.classList.toggle("listing", !doc);
  if (!doc) deselect();
  query.placeholder = doc ? "Search the text" : "Search all documents";
  countFilters();
  applyFilters();
  scrollTo(0, 0);
}

function select(item, { focus = false, remember = false } = {}) {
  if (selected) {
    selected.removeAttribute("aria-current");
    selected.tabIndex = -1;
  }
  selected = item;
  item.setAttribute("aria-current", "true");
  item.tabIndex = 0;
  document.body.classList.add("explained");
  showWhy(item);
  if (focus) item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
  if (remember) remembered(`#${item.id}`);
}

function deselect() {
  document.body.classList.remove("explained");
  closeWhy();
  if (!selected) return;
  const item = selected;
  selected = null;
  item.removeAttribute("aria-current");
  if (panel.contains(document.activeElement)) item.focus({ preventScroll: true });
}

function leave() {
  deselect();
  remembered(`#${current.element.id}`);
}

function remembered(address) {
  try {
    history.replaceState(null, "", address);
  } catch { /* some browsers forbid it for local files; only the address is stale then */ }
}

// The next shown segment in a direction, of those that `fits`.
function step(direction, fits = () => true) {
  if (!current) return;
  const segments = segmentsOf(current);
  const at = selected ? segments.findIndex((segment) => segment.element === selected) : -1;
  let next = at < 0 && direction < 0 ? segments.length - 1 : at + direction;
  while (segments[next] && (segments[next].element.hidden || !fits(segments[next]))) next += direction;
  if (segments[next]) select(segments[next].element, { focus: true, remember: true });
}

function stepRow(direction) {
  const links = [...index.querySelectorAll(".rows tbody tr:not([hidden]) a")];
  const at = links.indexOf(document.activeElement);
  links[Math.min(Math.max(at + direction, 0), links.length - 1)]?.focus();
}

function stepDocument(direction) {
  const next = documents[documents.indexOf(current) + direction];
  if (current && next) go(next.element.id);
}

function followLink() {
  if (!selected) return;
  const { governed_by: above, governs: below } = dataOf(selected);
  const id = above[0] ?? below[0];
  if (id) go(anchorOf(selected, id));
}

function clearFilters() {
  form.reset();
  query.value = "";
  applyFilters();
}

function escape() {
  if (selected) leave();
  else if (query.value || document.activeElement === query) {
    query.value = "";
    query.blur();
    applyFilters();
  } else clearFilters();
}

function toggleTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  try {
    localStorage.setItem("labeler-theme", root.dataset.theme);
  } catch { /* it holds for this view then */ }
}

const toLookAt = (segment) => segment.review || segment.finding;
const onward = (direction) => (current ? step(direction) : stepRow(direction));
const KEYS = {
  j: () => onward(1),
  k: () => onward(-1),
  ArrowDown: () => onward(1),
  ArrowUp: () => onward(-1),
  n: () => step(1, toLookAt),
  p: () => step(-1, toLookAt),
  g: followLink,
  Enter: () => selected && panel.focus(),
  "/": () => query.focus(),
  "[": () => stepDocument(-1),
  "]": () => stepDocument(1),
  u: () => index && go("index"),
  t: toggleTheme,
  "?": () => document.getElementById("help").showModal(),
  Escape: escape,
};

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (document.querySelector("dialog[open]")) return;
  const where = event.target;
  const typing = where.matches("input[type=search]");
  if (typing && event.key !== "Escape" && event.key !== "ArrowDown") return;
  const pressing = where.matches("a, button, summary, input");
  if (pressing && event.key === "Enter") return;
  if (panel.contains(where) && event.key.startsWith("Arrow")) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

function onStrip(event) {
  const along = event.target.closest(".along");
  if (!along) return;
  const box = along.getBoundingClientRect();
  const place = ((event.clientX - box.left) / box.width) * Number(along.dataset.end);
  const chunks = [...current.element.querySelectorAll(".chunk")];
  const chunk = chunks.findLast((one) => Number(one.dataset.start) <= place) ?? chunks[0];
  const items = chunk ? [...chunk.children] : [];
  const item = items.findLast((one) => dataOf(one).span.start <= place) ?? items[0];
  if (!item) return;
  if (item.hidden) clearFilters();
  select(item, { focus: true, remember: true });
  item.scrollIntoView({ block: "center" });
}

function onLink(event) {
  const link = event.target.closest('a[href^="#"]:not(.skip)');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(decodeURIComponent(link.hash.slice(1)));
}

function onClick(event) {
  const item = event.target.closest(".s");
  if (!item || event.target.closest("a") || String(getSelection())) return;
  select(item, { focus: true, remember: true });
}
