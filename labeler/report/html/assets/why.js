// The panel that says why a segment has its label.

const panel = document.getElementById("why");
const content = document.getElementById("why-content");
const CONTEXT = 48; // code points shown on each side of a quote
const MOST_LINKS = 12;

function showWhy(item) {
  const data = dataOf(item);
  const places = data.evidence.filter((evidence) => inside(evidence.span, data.span));
  const hasText = item.querySelector(".t > .gone") === null;
  highlight("evidence", hasText ? places.map((evidence) => spanRange(item, data, evidence.span)) : []);
  content.replaceChildren(
    whyHead(data),
    ...[
      reviewOf(data),
      findingsFor(item),
      section("Evidence", evidenceOf(item, data, hasText)),
      section("Governed by", linksOf(item, data.governed_by)),
      section("Governs", linksOf(item, data.governs)),
      section("Conflicts", list(data.conflicts.map((words) => make("li", {}, shown(words))))),
      section("Scores", scoresOf(data)),
      section("Place", factsOf(data)),
    ].filter(Boolean),
  );
  markLinked(item, data);
  panel.classList.add("open");
  content.scrollTop = 0;
}

function closeWhy() {
  content.replaceChildren();
  highlight("evidence", []);
  for (const other of document.querySelectorAll(".linked")) other.classList.remove("linked");
  panel.classList.remove("open");
}

function section(title, body) {
  return body ? make("section", {}, make("h3", {}, title), body) : null;
}

function list(items, kind = "plain-list") {
  return items.length ? make("ul", { class: kind, role: "list" }, ...items) : null;
}

function whyHead(data) {
  const close = make("button", { type: "button", class: "icon", "aria-label": "Close" }, "×");
  close.addEventListener("click", leave);
  const details = [data.kind, data.role, data.aspect, data.language].filter(Boolean);
  return make(
    "header",
    {},
    make("p", { class: "number" }, `Segment ${data.index}`, close),
    make("h2", {}, labelBadge(data.label)),
    make(
      "p",
      { class: "sure" },
      make("strong", {}, data.confidence.toFixed(2)),
      make("span", {}, "confidence"),
    ),
    make("p", { class: "basis" }, make("b", {}, data.basis), ` ${known.bases[data.basis]}`),
    make("p", { class: "facts" }, shown(details.join(" · "))),
  );
}

function reviewOf(data) {
  if (!data.needs_review) return null;
  return make(
    "p",
    { class: "box" },
    make("b", {}, "? Needs review"),
    " ",
    shown(data.review_reason ?? "no reason given"),
  );
}

function findingsFor(item) {
  const wanted = [...findingsOf(item.closest(".doc"))].filter((f) => f.dataset.for === item.id);
  const copies = wanted.map((finding) => finding.cloneNode(true));
  return section("Findings", list(copies, "finding-list"));
}

function scoresOf(data) {
  const rows = Object.entries(data.scores).map(([label, score]) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, labelBadge(label)),
      make("td", {}, bar(score, label)),
      make("td", {}, score.toFixed(4)),
    ),
  );
  return make("table", { class: "scores" }, make("tbody", {}, ...rows));
}

function evidenceOf(item, data, hasText) {
  const items = data.evidence.map((evidence) => {
    const toward = evidence.label ? [" → ", labelBadge(evidence.label)] : [];
    const details = [evidence.via, evidence.role, evidence.aspect].filter(Boolean).join(" · ");
    return make(
      "li",
      {},
      forceOf(evidence),
      make(
        "div",
        {},
        make("p", { class: "source" }, make("b", {}, evidence.source), " ", make("code", {}, shown(evidence.name)), ...toward),
        evidence.message ? make("p", {}, shown(evidence.message)) : null,
        quoteOf(item, data, evidence, hasText),
        evidence.marker ? make("p", {}, linkTo(item, evidence.marker)) : null,
        make("p", { class: "facts" }, details),
      ),
    );
  });
  return list(items, "evidence") ?? make("p", { class: "facts" }, "None either way.");
}

function forceOf(evidence) {
  if (evidence.verdict) return make("span", { class: "force verdict" }, evidence.verdict);
  if (evidence.weight === undefined) return make("span", { class: "force" });
  const sign = evidence.weight < 0 ? "−" : "+";
  const title = "natural log-odds for this label against the others";
  return make("span", { class: "force", title }, sign + Math.abs(evidence.weight).toFixed(2));
}

// The quote within the words around it where it stands in this segment, else by itself.
function quoteOf(item, data, evidence, hasText) {
  if (hasText && inside(evidence.span, data.span)) {
    const [start, end] = [evidence.span.start - data.span.start, evidence.span.end - data.span.start];
    const length = data.span.end - data.span.start;
    const before = Math.max(0, start - CONTEXT);
    const after = Math.min(length, end + CONTEXT);
    return make(
      "blockquote",
      { dir: "auto" },
      before > 0 ? "…" : null,
      start > before ? part(item, before, start) : null,
      make("mark", {}, part(item, start, end)),
      after > end ? part(item, end, after) : null,
      after < length ? "…" : null,
    );
  }
  if (!evidence.quote) return null;
  return make("blockquote", { dir: "auto" }, make("mark", {}, shown(evidence.quote)));
}

function part(item, from, to) {
  return rangeOf(textElement(item), from, to).cloneContents();
}

function inside(span, outer) {
  return Boolean(span) && outer.start <= span.start && span.start < span.end && span.end <= outer.end;
}

function spanRange(item, data, span) {
  return rangeOf(textElement(item), span.start - data.span.start, span.end - data.span.start);
}

function anchorOf(item, id) {
  return `${item.closest(".doc").id}-${id}`;
}

function linkTo(item, id) {
  const target = document.getElementById(anchorOf(item, id));
  if (!target) return make("span", {}, shown(id));
  const number = target.querySelector(".n").textContent;
  const excerpt = [...textElement(target).textContent].slice(0, 90).join("");
  const label = target.classList.item(1);
  return make(
    "a",
    { href: `#${target.id}`, class: "segment-link" },
    make("span", { class: `badge ${label}` }, known.labels[label].sign, ` #${number}`),
    " ",
    make("q", { dir: "auto" }, shown(excerpt)),
  );
}

function linksOf(item, ids) {
  const items = ids.slice(0, MOST_LINKS).map((id) => make("li", {}, linkTo(item, id)));
  const more = ids.length - items.length;
  if (more > 0) items.push(make("li", { class: "facts" }, `and ${more} more, outlined in the document`));
  return list(items);
}

function markLinked(item, data) {
  for (const other of document.querySelectorAll(".linked")) other.classList.remove("linked");
  for (const id of [...data.governed_by, ...data.governs]) {
    document.getElementById(anchorOf(item, id))?.classList.add("linked");
  }
}

function factsOf(data) {
  const facts = [
    ["Line", `${data.line}, column ${data.column}`],
    ["Characters", `${data.span.start}–${data.span.end}`],
    ["Element", data.path],
    ["Origin", data.digital_source_type],
    ["Id", data.id],
  ].filter(([, value]) => value !== undefined);
  return make(
    "dl",
    { class: "place" },
    ...facts.map(([name, value]) =>
      make("div", {}, make("dt", {}, name), make("dd", {}, shown(value))),
    ),
  );
}
