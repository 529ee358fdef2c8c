// Deciding: what the queue and the document have in common. Each of them says what is selected
// (`chosen`), which element a row has (`elementOf`), where to go next
// (`advance`), and what follows when a decision is saved (`afterSaving`).

const LABEL_NAMES = {
  human_article: "Human article",
  ai_report: "AI report",
  image_caption: "Image caption",
  boilerplate: "Boilerplate",
};
const LABEL_KEYS = Object.keys(LABEL_NAMES);
const LOOK_AGAIN = 4000; // ms between two looks at what others decided
const me = document.body.dataset.reviewer;
const bar_ = document.getElementById("decide");
const toast = document.getElementById("toast");
const noteDialog = document.getElementById("note");
const bulkDialog = document.getElementById("bulk");
const made = []; // decisions of this tab, which undo takes back first
let sending = Promise.resolve(); // one request after the other, so that the file has their order
let fading = 0;

function say(words, kind = "") {
  toast.textContent = words;
  toast.className = `shown ${kind}`;
  clearTimeout(fading);
  if (!kind.startsWith("bad")) fading = setTimeout(() => (toast.className = ""), 3500);
}

async function post(address, body) {
  let answer;
  try {
    answer = await fetch(home + address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Error("the server does not answer; start labeler review again");
  }
  const result = await answer.json().catch(() => ({ error: `the server answers ${answer.status}` }));
  if (!answer.ok) throw new Error(result.error);
  return result;
}

// The page moves on at once; a decision is shown as made when the server has it on the disk.
function decide(wish, { stay = false } = {}) {
  const at = chosen();
  if (!at) return say("Select a segment first (j).");
  at.element.dataset.saving = "yes";
  if (!stay) advance(at);
  sending = sending
    .then(() => post("decide", { row: at.row, ...wish }))
    .then((result) => {
      made.push(result.id);
      taken(result);
      const number = Object.keys(result.marks).length;
      if (number > 1) say(`${number.toLocaleString("en")} segments decided (z undoes them).`);
      else if (wish.kind === "note") say("Note kept.");
    })
    .catch((error) => say(`Not saved: ${error.message}`, "bad"))
    .finally(() => {
      delete at.element.dataset.saving;
      afterSaving();
    });
  return sending;
}

function undo() {
  sending = sending
    .then(() => post("undo", { id: made.pop() ?? null }))
    .then((result) => {
      if (result.id === null) return say("Nothing to undo.");
      taken(result);
      const rows = Object.keys(result.marks);
      for (const row of rows.slice(0, 1)) back(Number(row));
      return say(rows.length > 1 ? `${rows.length} decisions undone.` : "Undone.");
    })
    .catch((error) => say(error.message, "bad"));
  return sending;
}

function taken({ marks, progress }) {
  for (const [row, by] of Object.entries(marks)) {
    const element = elementOf(Number(row));
    if (element) showMark(element, by);
  }
  showProgress(progress);
  showSelected();
}

function showProgress({ done, needing }) {
  const box = document.getElementById("progress");
  box.firstElementChild.value = done;
  const words = `${done.toLocaleString("en")} of ${needing.toLocaleString("en")} decided`;
  if (box.lastElementChild.textContent !== words) box.lastElementChild.textContent = words;
}

// What others said is shown only to who has decided: a second opinion should be one.
function showMark(element, by) {
  const own = by[me] ?? "";
  element.dataset.mine = own;
  const place = markOf(element);
  const others = own ? Object.entries(by).filter(([name]) => name !== me) : [];
  const words = own ? [verdictOf(own, element)] : [];
  for (const [name, label] of others) words.push(`${name}: ${LABEL_NAMES[label] ?? label}`);
  place.textContent = words.join(" · ");
  place.classList.toggle("differs", others.some(([, label]) => label !== own));
}

function verdictOf(given, element) {
  if (given === "unsure") return "? unsure";
  return given === labelOf(element) ? "✓ accepted" : `→ ${LABEL_NAMES[given]}`;
}

function showSelected() {
  const at = chosen();
  document.getElementById("suggested").textContent = at ? LABEL_NAMES[at.label] : "";
  for (const button of bar_.querySelectorAll(".choice")) {
    const given = at?.element.dataset.mine;
    const pressed = given && (button.dataset.label === given || (button.dataset.do === "unsure" && given === "unsure"));
    button.classList.toggle("given", Boolean(pressed));
    button.disabled = !at && button.dataset.do !== "undo";
  }
}

function accept() {
  decide({ kind: "label" });
}

function relabel(label) {
  decide({ kind: "label", label });
}

function writeNote() {
  if (!chosen()) return say("Select a segment first (j).");
  const text = document.getElementById("note-text");
  text.value = "";
  noteDialog.returnValue = "";
  noteDialog.showModal();
  text.focus();
}

async function acceptTogether(scope, rule, number) {
  const at = chosen();
  if (!at) return;
  const count = number ?? (await (await fetch(`${home}about?row=${at.row}`)).json()).identical;
  if (!count) return say("No open segment with this text.");
  const what = scope === "rule" ? `on which the rule ${rule} spoke` : "with the same text";
  const many = count === 1 ? "one open segment" : `${count.toLocaleString("en")} open segments`;
  document.getElementById("bulk-text").textContent =
    `${many[0].toUpperCase()}${many.slice(1)} ${what} will be accepted as ${LABEL_NAMES[at.label]}.`;
  bulkDialog.returnValue = "";
  bulkDialog.onclose = () => {
    if (bulkDialog.returnValue === "yes") decide({ kind: "label", scope, ...(rule ? { rule } : {}) });
  };
  bulkDialog.showModal();
  document.getElementById("bulk-yes").focus();
}

const DECISION_KEYS = {
  a: accept,
  1: () => relabel(LABEL_KEYS[0]),
  2: () => relabel(LABEL_KEYS[1]),
  3: () => relabel(LABEL_KEYS[2]),
  4: () => relabel(LABEL_KEYS[3]),
  u: () => decide({ kind: "unsure" }),
  n: writeNote,
  z: undo,
  A: () => acceptTogether("identical"),
  q: () => (location.href = `${home}queue`),
};
const DOES = { accept, unsure: DECISION_KEYS.u, note: writeNote, undo };

async function lookAgain() {
  if (document.hidden) return;
  try {
    const answer = await fetch(home + marksAddress());
    if (answer.ok) taken(await answer.json());
    if (answer.ok && toast.classList.contains("gone")) say("The server is back.");
  } catch {
    say("The server does not answer. All that is marked as decided is kept; start labeler review again.", "bad gone");
  }
}

bar_.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.label) relabel(button.dataset.label);
  else DOES[button.dataset.do]();
});
noteDialog.addEventListener("close", () => {
  const note = document.getElementById("note-text").value.trim();
  if (noteDialog.returnValue === "save" && note) decide({ kind: "note", note }, { stay: true });
});
noteDialog.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) noteDialog.close("save");
});
setInterval(lookAgain, LOOK_AGAIN);
document.addEventListener("visibilitychange", lookAgain);
