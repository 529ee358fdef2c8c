// Which segments and documents are shown.

const form = document.getElementById("filters");
const query = document.getElementById("query");
const count = document.getElementById("count");
const MOST_MATCHES = 1000; // highlighted at once
const ROW_HEIGHT = 44; // of a segment not yet laid out, in pixels

function wanted() {
  const data = new FormData(form);
  return {
    labels: new Set(data.getAll("label")),
    bases: new Set(data.getAll("basis")),
    review: data.has("review"),
    finding: data.has("finding"),
    query: query.value.trim().toLowerCase(),
  };
}

function isOpen(wish) {
  return !(wish.labels.size || wish.bases.size || wish.review || wish.finding || wish.query);
}

function matches(segment, wish) {
  return (
    (!wish.labels.size || wish.labels.has(segment.label)) &&
    (!wish.bases.size || wish.bases.has(segment.basis)) &&
    (!wish.review || segment.review) &&
    (!wish.finding || segment.finding) &&
    (!wish.query || textOf(segment).includes(wish.query))
  );
}

function applyFilters() {
  const wish = wanted();
  if (current) filterSegments(current, wish);
  else if (index) filterRows(wish);
  document.body.classList.toggle("filtered", !isOpen(wish));
}

function filterSegments(doc, wish) {
  const segments = segmentsOf(doc);
  const left = new Map();
  let matching = 0;
  for (const segment of segments) {
    const match = matches(segment, wish);
    if (segment.element.hidden === match) segment.element.hidden = !match;
    const chunk = segment.element.parentElement;
    left.set(chunk, (left.get(chunk) ?? 0) + match);
    matching += match;
  }
  for (const [chunk, number] of left) {
    chunk.hidden = number === 0;
    chunk.style.containIntrinsicBlockSize =
      number === chunk.children.length ? "" : `${number * ROW_HEIGHT}px`;
  }
  showNumbers(matching, segments.length, "segment");
  doc.element.querySelector(".segments > .none:last-child").hidden = matching > 0 || !segments.length;
  highlightMatches(segments, wish.query);
}

function filterRows(wish) {
  let matching = 0;
  for (const doc of documents) {
    const path = doc.row.querySelector("th").textContent.toLowerCase();
    const named = Boolean(wish.query) && path.includes(wish.query);
    const rest = named ? { ...wish, query: "" } : wish;
    const match = isOpen(rest) || segmentsOf(doc).some((segment) => matches(segment, rest));
    doc.row.hidden = !match;
    matching += match;
  }
  showNumbers(matching, documents.length, "document");
  index.querySelector(".none").hidden = matching > 0;
}

function showNumbers(matching, all, noun) {
  const total = `${all.toLocaleString("en")} ${noun}${all === 1 ? "" : "s"}`;
  count.textContent = matching === all ? total : `${matching.toLocaleString("en")} of ${total}`;
}

function highlightMatches(segments, wish) {
  const ranges = [];
  for (const segment of wish ? segments : []) {
    if (segment.element.hidden) continue;
    const walker = document.createTreeWalker(textElement(segment.element), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.data.toLowerCase();
      for (let at = text.indexOf(wish); at >= 0; at = text.indexOf(wish, at + wish.length)) {
        const range = document.createRange();
        range.setStart(node, Math.min(at, node.length));
        range.setEnd(node, Math.min(at + wish.length, node.length));
        ranges.push(range);
        if (ranges.length >= MOST_MATCHES) return highlight("search", ranges);
      }
    }
  }
  return highlight("search", ranges);
}

// How many segments each filter would show by itself.
function countFilters() {
  const segments = current ? segmentsOf(current) : documents.flatMap(segmentsOf);
  const numbers = new Map();
  const add = (key) => numbers.set(key, (numbers.get(key) ?? 0) + 1);
  for (const segment of segments) {
    add(segment.label);
    add(segment.basis);
    if (segment.review) add("review");
    if (segment.finding) add("finding");
  }
  for (const input of form.querySelectorAll("input")) {
    const key = ["review", "finding"].includes(input.name) ? input.name : input.value;
    const number = numbers.get(key) ?? 0;
    input.parentElement.querySelector("output").textContent = number.toLocaleString("en");
    input.parentElement.classList.toggle("zero", number === 0);
  }
}

function sortRows(key, button) {
  const header = button.parentElement;
  const down = header.getAttribute("aria-sort") !== "descending" && key !== "place";
  for (const other of index.querySelectorAll("[aria-sort]")) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", down ? "descending" : "ascending");
  const order = documents.map((doc, place) => [doc.row, key === "place" ? place : Number(doc.row.dataset[key])]);
  order.sort((one, other) => (down ? other[1] - one[1] : one[1] - other[1]));
  index.querySelector(".rows tbody").append(...order.map(([row]) => row));
}
