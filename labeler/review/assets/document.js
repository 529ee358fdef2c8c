// The document: the report's page of one document, with decisions.

const review = JSON.parse(document.getElementById("review").textContent);
const home = review.home;
const needing = new Set(review.needing);
const items = [...document.querySelectorAll(".s")];
const placeOf = new Map(items.map((item, place) => [item, place]));

function chosen() {
  if (!selected) return null;
  return { row: review.first + placeOf.get(selected), label: labelOf(selected), element: selected };
}

function elementOf(row) {
  return items[row - review.first];
}

function labelOf(element) {
  return element.classList.item(1);
}

function markOf(element) {
  const there = element.querySelector(".said");
  if (there) return there;
  const mark = make("span", { class: "flag said" });
  element.firstElementChild.append(mark);
  return mark;
}

function marksAddress() {
  return `marks?document=${review.document}`;
}

// Who goes through what needs a person stays with that; who reads on, reads on.
function advance(at) {
  const place = placeOf.get(at.element);
  if (!needing.has(place)) return step(1);
  const open = (item) =>
    item !== at.element && !item.hidden && needing.has(placeOf.get(item)) && !item.dataset.mine && !item.dataset.saving;
  const next = items.slice(place + 1).find(open) ?? items.find(open);
  if (next) select(next, { focus: true, remember: true });
  else say("All that needs you here is decided. ] goes on to the next document.");
  return undefined;
}

function afterSaving() {}

function back(row) {
  const item = elementOf(row);
  if (!item) return;
  if (item.hidden) clearFilters();
  select(item, { focus: true, remember: true });
}

const showReasons = showWhy;
showWhy = (item) => {
  showReasons(item);
  showSelected();
  const { row } = chosen() ?? {};
  if (row === undefined) return;
  showAbout(item, row);
  showClassifier(item, row);
};

const closeReasons = closeWhy;
closeWhy = () => {
  closeReasons();
  setTimeout(showSelected);
};

async function showAbout(item, row) {
  let about;
  try {
    about = await (await fetch(`${home}about?row=${row}`)).json();
  } catch {
    return; // the bar says so at the next look
  }
  if (item !== selected) return;
  const together = [];
  if (about.identical > 1) together.push(bulkButton("the same text", about.identical, "identical"));
  for (const [rule, number] of Object.entries(about.rules)) {
    if (number > 1) together.push(bulkButton(rule, number, "rule", rule));
  }
  const notes = about.notes.map(([who, when, words]) =>
    make("li", {}, make("p", { dir: "auto" }, shown(words)), make("p", { class: "facts" }, `${who}, ${when.slice(0, 16).replace("T", " ")}`)),
  );
  const sections = [section("Notes", list(notes)), section("Decide together", list(together))];
  content.querySelector("header").after(...sections.filter(Boolean));
}

const FAMILIES = {
  words: "its words",
  shape: "its length and marks",
  neighbours: "what is beside it",
  page: "the page around it",
  element: "its element",
  marks: "its punctuation",
  rhythm: "the rhythm of its sentences",
  "word lengths": "the lengths of its words",
  repetition: "how much it repeats",
};

const STRUCTURE = { human_article: "prose", ai_report: "prose", image_caption: "a caption", boilerplate: "boilerplate" };

const RESTING = 150; // ms; who only passes by is not told
let resting = 0;

function showClassifier(item, row) {
  clearTimeout(resting);
  resting = setTimeout(() => askClassifier(item, row), RESTING);
}

async function askClassifier(item, row) {
  if (item !== selected) return;
  let why;
  try {
    const answer = await fetch(`${home}why?row=${row}`);
    why = await answer.json();
    if (!answer.ok) why = { missing: why.error };
  } catch {
    return; // the bar says so at the next look
  }
  if (item !== selected) return;
  const label = labelOf(item);
  const sections = [
    section(`What makes it ${STRUCTURE[label]}`, weightsOf(why.structure, label === "ai_report" ? "human_article" : label)),
    section("What points to a model", weightsOf(why.authorship, "ai_report")),
    why.missing ? section("What the classifier looked at", make("p", { class: "facts" }, `Not known: ${why.missing}.`)) : null,
  ];
  content.lastElementChild.before(...sections.filter(Boolean));
}

// One row a family of features: how much it speaks for the label, in log-odds.
function weightsOf(weights, label) {
  if (!weights) return null;
  const most = Math.max(3, ...Object.values(weights).map(Math.abs));
  const rows = Object.entries(weights).map(([name, weight]) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, FAMILIES[name] ?? name),
      make("td", {}, bar(Math.abs(weight) / most, weight < 0 ? "against" : label)),
      make("td", { title: "natural log-odds" }, (weight < 0 ? "−" : "+") + Math.abs(weight).toFixed(2)),
    ),
  );
  return make("table", { class: "scores families" }, make("tbody", {}, ...rows));
}

function bulkButton(what, number, scope, rule) {
  const button = make("button", { type: "button", class: "plain together" }, `Accept ${number.toLocaleString("en")}: `, make("code", {}, what));
  button.addEventListener("click", () => acceptTogether(scope, rule, number));
  return make("li", {}, button);
}

Object.assign(KEYS, DECISION_KEYS, {
  "]": () => (location.href = `${review.document}/next`),
  "[": () => (location.href = `${review.document}/next?back=1`),
});
delete KEYS.p;

for (const [row, by] of Object.entries(review.marks)) showMark(elementOf(Number(row)), by);
if (selected) showWhy(selected);
else {
  const first = items.find((item, place) => needing.has(place) && !item.dataset.mine);
  if (first) select(first, { focus: true });
}
showSelected();
