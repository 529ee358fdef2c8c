// What the page holds: documents, their segments, and what is known about each.

const known = JSON.parse(document.getElementById("known").textContent);
const index = document.getElementById("index");
const parsed = new WeakMap();
const rows = new Map(
  index ? [...index.querySelectorAll(".rows tbody tr")].map((row) => [row.dataset.document, row]) : [],
);
const documents = [...document.querySelectorAll(".doc")].map((element) => ({
  element,
  row: rows.get(element.id),
  segments: null,
}));

function segmentsOf(doc) {
  if (doc.segments) return doc.segments;
  const byId = new Map();
  doc.segments = [...doc.element.querySelectorAll(".s")].map((element) => {
    const segment = {
      element,
      label: element.classList.item(1),
      basis: element.dataset.b,
      review: element.querySelector(".review") !== null,
      finding: false,
      text: null,
    };
    byId.set(element.id, segment);
    return segment;
  });
  for (const finding of findingsOf(doc.element)) {
    const segment = byId.get(finding.dataset.for);
    if (segment) markFinding(segment, finding);
  }
  return doc.segments;
}

function findingsOf(element) {
  return element.querySelectorAll(".finding");
}

function markFinding(segment, finding) {
  segment.finding = true;
  const flag = finding.querySelector(".severity").cloneNode(true);
  flag.className = `flag ${finding.classList.item(1)}`;
  segment.element.firstElementChild.append(flag);
}

function textElement(item) {
  return item.lastElementChild;
}

function textOf(segment) {
  segment.text ??= textElement(segment.element).textContent.toLowerCase();
  return segment.text;
}

// The segment as in the JSON report, without its text.
function dataOf(item) {
  const chunk = item.parentElement;
  const block = chunk.nextElementSibling;
  if (!parsed.has(block)) parsed.set(block, JSON.parse(block.textContent));
  return parsed.get(block)[[...chunk.children].indexOf(item)];
}

function documentOf(element) {
  const article = element.closest(".doc");
  return documents.find((doc) => doc.element === article);
}
