// Elements and texts. Values are inserted as text or as attribute values, never as markup.

export const byId = (id) => document.getElementById(id);

export function element(name, attributes, ...children) {
  const created = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) created.setAttribute(key, value);
  created.append(...children.flat().filter((child) => child !== null && child !== undefined).map((child) => (child instanceof Node ? child : String(child))));
  return created;
}

// A text with the places where a line may break: behind these signs, and not inside a word.
function breakable(text) {
  const parts = String(text).split(/(?<=[_:/.,@-])/);
  return parts.flatMap((part, at) => (at === 0 ? [part] : [element("wbr", {}), part]));
}

export const id = (text) => element("span", { class: "id" }, ...breakable(text));
export const soft = (text) => element("span", {}, ...breakable(text));
export const none = (text) => element("p", { class: "dim" }, text);
export const lines = (texts) => element("div", {}, ...texts.map((text) => element("div", {}, text)));
export const number = (value) => value.toLocaleString("en");

// A table; on a narrow screen its rows become cards, so that it has the roles of a table in any case. The first cell of a row names it.
export function table(caption, headings, rows, isCaptionHidden = false) {
  const cell = (child, at) =>
    at === 0
      ? element("th", { scope: "row", role: "rowheader" }, child)
      : element("td", { role: "cell", "data-label": headings[at] }, child);
  return element("table", { role: "table", class: "cards" },
    element("caption", isCaptionHidden ? { class: "unseen" } : {}, caption),
    element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...headings.map((text) => element("th", { scope: "col", role: "columnheader" }, text)))),
    element("tbody", { role: "rowgroup" }, ...rows.map((row) => element("tr", { role: "row" }, ...row.map(cell)))));
}

// Names and values.
export const pairs = (rows) => element("dl", {}, ...rows.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));

// A part that opens and closes.
export const folded = (key, title, ...content) => element("details", { class: "folded", "data-key": key }, element("summary", {}, title), ...content);

// Makes `old` equal to `wanted` by the fewest changes: what stays keeps its selection, its focus and whether it is open.
export function update(old, wanted) {
  if (old.nodeType !== wanted.nodeType || old.nodeName !== wanted.nodeName || old.dataset?.key !== wanted.dataset?.key) {
    old.replaceWith(wanted);
    return;
  }
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== wanted.data) old.data = wanted.data;
    return;
  }
  for (const { name } of [...old.attributes]) if (name !== "open" && !wanted.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of wanted.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  if (old.nodeName === "PROGRESS") old.value = wanted.value;
  updateChildren(old, [...wanted.childNodes]);
}

export function updateChildren(parent, wanted) {
  const old = [...parent.childNodes];
  wanted.forEach((node, at) => (at < old.length ? update(old[at], node) : parent.append(node)));
  old.slice(wanted.length).forEach((node) => node.remove());
}

// Puts elements into an order by the fewest moves, and removes all others.
export function arrange(parent, wanted) {
  const kept = new Set(wanted);
  for (const child of [...parent.children]) if (!kept.has(child)) child.remove();
  let at = parent.firstElementChild;
  for (const node of wanted) {
    // One element that moves down is moved once, and not all that are behind it.
    if (at !== node && at?.nextElementSibling === node) {
      move(parent, at, null);
      at = node;
    }
    if (at === node) at = at.nextElementSibling;
    else move(parent, node, at);
  }
}

// A browser that cannot move an element in place takes its focus away.
function move(parent, node, before) {
  const focused = node.contains(document.activeElement) ? document.activeElement : null;
  if (parent.moveBefore && node.parentNode === parent) parent.moveBefore(node, before);
  else parent.insertBefore(node, before);
  if (focused && document.activeElement !== focused) focused.focus({ preventScroll: true });
}

const UNITS = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];

// `3 min`, by the clock of the emulator.
export function age(from, clock) {
  const seconds = Math.max(0, Math.round((Date.parse(clock) - Date.parse(from)) / 1000));
  const [size, unit] = UNITS.find(([size]) => seconds >= size) ?? UNITS[3];
  return `${Math.floor(seconds / size)} ${unit}`;
}

// A time of the emulator, with the same time of this place as its title.
export const time = (text) => element("time", { datetime: text, title: new Date(text).toLocaleString() }, text.replace("T", " ").replace("Z", " UTC"));

export function delay(ms) {
  if (ms < 1000) return `${ms} ms`;
  return ms < 60000 ? `${(ms / 1000).toFixed(1).replace(".0", "")} s` : `${Math.floor(ms / 60000)} min ${Math.floor((ms % 60000) / 1000)} s`;
}
