// The jobs: their counts, which are filters, the search, and the rows.
import { age, arrange, byId, delay, element, none, number, update, updateChildren } from "./dom.js";
import { PHASES, details } from "./details.js";

const STEP = 100; // rows that are added when the end of the list is near
const OPEN_UP_TO = 3; // if there are more jobs, they are closed at first

// By the server's order: what needs attention first.
const STANDINGS = {
  failed: ["Failed", "bad"], interrupted: ["Interrupted", "warn"], running: ["Running", "busy"],
  caught_up: ["Caught up", "good"], waiting: ["Waiting", "idle"], finished: ["Finished", "good"],
};

let rows = [];
let clock = "";
let accounts = [];
let shownRows = STEP;
const boxes = new Map(); // ID → { box, key }
const known = new Map(); // ID → the details
let filter = { standing: "", words: [] };

const counts = () => rows.reduce((all, row) => ({ ...all, [row.standing]: (all[row.standing] ?? 0) + 1 }), {});
export const count = (standing) => counts()[standing] ?? 0;
export const openIds = () => [...boxes.values()].filter(({ box }) => box.open && box.isConnected).map(({ box }) => box.dataset.id);

const text = (row) => [row.name, row.id, row.account, row.status, row.source, row.destination, row.error].join(" ").toLowerCase();
const fits = (row) => (!filter.standing || row.standing === filter.standing) && (!filter.words.length || filter.words.every((word) => text(row).includes(word)));

function cells(row) {
  const [, kind] = STANDINGS[row.standing];
  const name = row.phase ? (PHASES[row.phase] ?? row.phase) : "";
  return [
    element("span", { class: `state ${kind}` }, row.status),
    element("h3", {}, row.name || row.id),
    element("span", { class: "done" }, ...(row.phase ? [
      element("progress", { max: 100, value: row.percent, "aria-label": `${name}, percent` }), element("span", {}, `${name} ${row.percent} %`)] : [])),
    element("span", { class: "delay" }, row.delay_ms === null ? "" : `delay ${delay(row.delay_ms)}`),
    element("span", { class: "ends" }, `${row.source || "?"} → ${row.destination || "?"}`),
    element("span", { class: "age", title: `created ${row.created}` }, age(row.created, clock)),
  ];
}

// The box of a job: created once, and then only changed.
function boxOf(row) {
  let entry = boxes.get(row.id);
  if (!entry) {
    const box = element("details", { class: "job", id: `job-${row.id}`, "data-id": row.id }, element("summary", { id: `summary-${row.id}` }), element("div", {}, none("Reading…")));
    box.open = rows.length <= OPEN_UP_TO;
    box.addEventListener("toggle", () => box.open && document.dispatchEvent(new Event("details-wanted")));
    entry = { box, key: "" };
    boxes.set(row.id, entry);
  }
  const wanted = cells(row);
  const key = wanted.map((cell) => cell.outerHTML).join("");
  if (key !== entry.key) updateChildren(entry.box.firstElementChild, wanted);
  entry.key = key;
  if (entry.box.open && known.has(row.id)) update(entry.box.lastElementChild, details(row, known.get(row.id), accounts, clock));
  return entry.box;
}

function chips() {
  const of = counts();
  const chip = (standing, label, kind, total) => {
    const button = element("button", { type: "button", class: "chip", "data-standing": standing, "aria-pressed": String(filter.standing === standing) },
      element("span", { class: `state ${kind}` }, label), ` ${number(total)}`);
    return button;
  };
  const all = chip("", "All", "idle", rows.length);
  const others = Object.entries(STANDINGS).filter(([standing]) => of[standing] || filter.standing === standing);
  updateChildren(byId("chips"), [all, ...others.map(([standing, [label, kind]]) => chip(standing, label, kind, of[standing] ?? 0))]);
}

function draw() {
  const fitting = rows.filter(fits);
  const visible = fitting.slice(0, shownRows);
  chips();
  arrange(byId("jobs"), visible.map(boxOf));
  byId("more").hidden = fitting.length <= visible.length;
  byId("more").textContent = `Show more (${number(fitting.length - visible.length)} are not shown)`;
  byId("jobs-found").textContent = filter.standing || filter.words.length ? `${number(fitting.length)} of ${number(rows.length)} jobs` : "";
  byId("tools").hidden = rows.length === 0;
  byId("empty").hidden = rows.length > 0;
}

function choose(standing, search) {
  filter = { standing, words: search.toLowerCase().split(/\s+/).filter(Boolean) };
  shownRows = STEP;
  const kept = new URLSearchParams();
  if (standing) kept.set("show", standing);
  if (search) kept.set("search", search);
  history.replaceState(null, "", kept.size ? `#${kept}` : location.pathname);
  draw();
}

export function setJobs(summary) {
  if (summary.jobs) {
    rows = summary.jobs;
    const ids = new Set(rows.map((row) => row.id));
    for (const id of [...boxes.keys()].filter((id) => !ids.has(id))) [boxes, known].forEach((map) => map.delete(id));
  }
  [clock, accounts] = [summary.clock, summary.accounts];
  draw();
}

export function setDetails(found) {
  for (const [id, job] of Object.entries(found)) known.set(id, job);
  draw();
}

// The filter and the search are in the address, so that a reload keeps them.
export function start() {
  const kept = new URLSearchParams(location.hash.slice(1));
  byId("search").value = kept.get("search") ?? "";
  filter.standing = kept.get("show") in STANDINGS ? kept.get("show") : "";
  filter.words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  byId("search").addEventListener("input", () => choose(filter.standing, byId("search").value.trim()));
  byId("chips").addEventListener("click", (event) => {
    const chip = event.target.closest(".chip");
    if (chip) choose(chip.dataset.standing === filter.standing ? "" : chip.dataset.standing, byId("search").value.trim());
  });
  const grow = () => { shownRows += STEP; draw(); };
  byId("more").addEventListener("click", grow);
  new IntersectionObserver(([end]) => { if (end.isIntersecting) grow(); }, { rootMargin: "600px" }).observe(byId("more"));
}
