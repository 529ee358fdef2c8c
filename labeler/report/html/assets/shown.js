// Making elements. Text of a document only ever becomes a text node.

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const hiddenRun = new RegExp(
  `[${known.hidden.map(([a, b]) => `\\u{${a.toString(16)}}-\\u{${b.toString(16)}}`).join("")}]+`,
  "gu",
);

function hiddenName(character) {
  const code = character.codePointAt(0);
  return known.hiddenNames[code] ?? `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

function runName(characters) {
  if (characters.length <= 3) return characters.map(hiddenName).join(" ");
  if (new Set(characters).size > 1) return `${characters.length} hidden characters`;
  return `${hiddenName(characters[0])} × ${characters.length}`;
}

// `text` with its hidden characters made visible, as the page's own text has them.
function shown(text) {
  const fragment = document.createDocumentFragment();
  let at = 0;
  for (const run of text.matchAll(hiddenRun)) {
    const before = text[run.index - 1] ?? ""; // half of an emoji is as good
    if (known.shaping.includes(run[0]) && before >= known.shapedFrom) continue;
    const characters = [...run[0]];
    const name = runName(characters);
    fragment.append(text.slice(at, run.index), make("i", { class: "h", "data-c": name }, run[0]));
    at = run.index + run[0].length;
  }
  fragment.append(text.slice(at));
  return fragment;
}

function labelBadge(label) {
  const { name, sign } = known.labels[label];
  return make("span", { class: `badge ${label}` }, make("b", { "aria-hidden": "true" }, sign), ` ${name}`);
}

function bar(share, label) {
  const inner = make("span", { class: `fill ${label}` });
  inner.style.width = `${100 * share}%`;
  return make("span", { class: "bar" }, inner);
}

// The part of an element's text between two code points.
function rangeOf(element, from, to) {
  const range = document.createRange();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  range.selectNodeContents(element);
  let at = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const units = node.data;
    let offset = 0;
    while (offset < units.length) {
      if (at === from) range.setStart(node, offset);
      offset += units.codePointAt(offset) > 0xffff ? 2 : 1;
      at += 1;
      if (at === to) {
        range.setEnd(node, offset);
        return range;
      }
    }
  }
  return range;
}

function highlight(name, ranges) {
  if (!("highlights" in CSS)) return;
  if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
  else CSS.highlights.delete(name);
}
