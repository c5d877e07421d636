"use strict";
// Polls /_page/state and draws it. Its values are inserted as text or as attribute values, never as markup.

const EVERY = 1000; // milliseconds between two reads
const PATIENCE = 5000; // longest time of an answer in milliseconds
const OPEN_UP_TO = 3; // if there are more jobs, they are closed at first

const KINDS = {
  good: ["Success", "Finished", "Catched", "PreCheckPass", "success", "checkPass", "readyComplete", "finished", "pass"],
  busy: ["Migrating", "Prechecking", "Checking", "Upgrade", "Downgrade", "Retrying", "Initializing", "Synchronizing", "Modifying",
    "checking", "readyRun", "running", "stopping", "completing", "pausing", "resuming", "resizing", "isolating", "offlining"],
  warn: ["Warning", "Suspending", "Locked", "warning", "manualPaused", "resumableErr", "isolated"],
  bad: ["Failed", "PrecheckFailed", "MigrationFailed", "InitializeFailed", "ModifyFailed", "failed", "error", "checkNotPass"],
};
const PHASES = { schema: "Schema", full: "Full data", verification: "Verification", incremental: "Incremental" };

const byId = (id) => document.getElementById(id);

function element(name, attributes, ...children) {
  const created = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) created.setAttribute(key, value);
  created.append(...children.filter((child) => child !== null).map((child) => (child instanceof Node ? child : String(child))));
  return created;
}

function state(word) {
  const kind = Object.keys(KINDS).find((kind) => KINDS[kind].includes(word)) ?? "idle";
  return element("span", { class: `state ${kind}` }, word);
}

// The first cell of a row names it.
function table(caption, headings, rows) {
  const cell = (child, at) => (at === 0 ? element("th", { scope: "row" }, child) : element("td", {}, child));
  return element("table", {},
    element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...headings.map((text) => element("th", { scope: "col" }, text)))),
    element("tbody", {}, ...rows.map((row) => element("tr", {}, ...row.map(cell)))));
}

const lines = (texts) => element("div", {}, ...texts.map((text) => element("div", {}, text)));
const id = (text) => element("span", { class: "id" }, text);
const none = (text) => element("p", { class: "dim" }, text);

function end(side) {
  const owner = side.owner ? `, of account ${side.owner} through role ${side.role}` : "";
  return [side.engine, side.at, side.region].filter(Boolean).join(" · ") + owner;
}

function facts(job) {
  const rows = [
    ["Job", id(job.id)],
    ["Account", job.account],
    ["Source", end(job.source)],
    ["Destination", end(job.destination)],
    ["Instance", job.class === null ? "not purchased" : `${job.instance_id}, ${job.class ? `class ${job.class}` : "in a dedicated cluster"}`],
    ["Created", job.created],
  ];
  if (job.direction) rows.push(["Direction", job.direction]);
  if (job.delay_ms !== null) rows.push(["Delay", `${job.delay_ms} ms`]);
  if (job.error) rows.push(["Error", job.error]);
  return element("dl", {}, ...rows.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
}

function phase(row) {
  const name = PHASES[row.phase] ?? row.phase;
  const bar = element("progress", { max: 100, value: row.percent, "aria-label": `${name}, percent` });
  return [name, state(row.state), bar, element("span", { class: "number" }, `${row.percent} %`)];
}

// A line over the last two minutes, with its largest value.
function chart(name, unit, values) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const most = Math.max(...known, 1);
  const points = values.map((value, at) => (value === null ? null : `${(at * 240) / (values.length - 1)},${38 - (36 * value) / most}`));
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
  line.setAttribute("points", points.filter(Boolean).join(" "));
  for (const [key, value] of Object.entries({ viewBox: "0 0 240 40", role: "img", "aria-label": `${name} over time`, class: "chart" })) drawing.setAttribute(key, value);
  drawing.append(line);
  const now = known[known.length - 1].toLocaleString("en");
  return element("figure", {}, element("figcaption", {}, `${name}: ${now} ${unit}, at most ${most.toLocaleString("en")}`), drawing);
}

function rehearsal(real) {
  const notes = [
    ["Log position", real.position], ["Last DDL", real.last_ddl], ["Retries", real.retries || null], ["Last retry", real.last_error],
  ].filter(([, value]) => value !== null && value !== undefined);
  const rows = real.tables.map((row) => [id(row.name), row.copied.toLocaleString("en"), row.total.toLocaleString("en"), row.done ? "yes" : "no"]);
  const compared = (real.compared ?? []).map((row) => [id(row.name), row.rows.toLocaleString("en"), row.differences]);
  return element("div", { class: "rehearsal" },
    chart("Rows per second", "rows/s", real.course.map(([rate]) => rate)),
    chart("Delay", "ms", real.course.map(([, delay]) => delay)),
    rows.length ? table("Real rows", ["Table", "Copied", "Rows", "Complete"], rows) : null,
    compared.length ? table("Comparison of both sides", ["Table", "Rows", "Differences"], compared) : null,
    notes.length ? element("dl", {}, ...notes.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)])) : null);
}

const item = (row) => [id(row.code), state(row.state), row.found + (row.skipped ? " (skipped)" : "")];

function jobBox(job, open) {
  const box = element("details", { class: "job", id: `job-${job.id}` },
    element("summary", { id: `summary-${job.id}` }, element("h3", {}, job.name || job.id), state(job.status)),
    element("div", { class: "body" },
      element("div", {}, facts(job), table("Progress", ["Phase", "State", "Done", "%"], job.phases.map(phase)),
        job.rehearsal ? rehearsal(job.rehearsal) : null),
      job.precheck.length
        ? table("Precheck", ["Item", "State", "Found"], job.precheck.map(item))
        : none("No precheck yet.")));
  box.open = open;
  return box;
}

function drawJobs(jobs) {
  const known = new Map([...document.querySelectorAll("details.job")].map((box) => [box.id, box.open]));
  const boxes = jobs.shown.map((job) => jobBox(job, known.get(`job-${job.id}`) ?? jobs.total <= OPEN_UP_TO));
  byId("jobs").replaceChildren(...(boxes.length ? boxes : [none("No job yet.")]));
}

function drawRoles(roles) {
  const rows = roles.shown.map((role) => [
    lines([role.name, element("span", { class: "dim" }, role.arn)]), role.account, lines(role.trust), lines(role.policies),
  ]);
  const drawn = table("Roles and who may assume them", ["Role", "Account", "Trust", "Policies"], rows);
  byId("roles").replaceChildren(rows.length ? drawn : none("No role yet."));
}

function drawAccounts(accounts) {
  const rows = accounts.map((account) => [
    account.name, id(account.id), account.dts_activated ? "yes" : "no", account.databases, account.roles, account.jobs,
  ]);
  const headings = ["Account", "ID", "DTS activated", "Databases", "Roles", "Jobs"];
  byId("accounts").replaceChildren(table("Accounts and their contents", headings, rows));
}

const count = (list) => (list.total > list.shown.length ? `the newest ${list.shown.length} of ${list.total}` : `${list.total}`);

function draw(summary) {
  const focused = document.activeElement?.id;
  drawJobs(summary.jobs);
  drawRoles(summary.roles);
  drawAccounts(summary.accounts);
  byId("jobs-count").textContent = count(summary.jobs);
  byId("roles-count").textContent = count(summary.roles);
  if (focused) byId(focused)?.focus({ preventScroll: true });
}

// A screen reader announces each change of this text, so it is set only when it differs.
function pulse(text, kind) {
  const place = byId("pulse");
  if (place.textContent === text) return;
  place.textContent = text;
  place.className = `state ${kind}`;
}

let drawn = "";
async function read() {
  try {
    const answer = await fetch("/_page/state", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    const { clock, ...summary } = await answer.json();
    const text = JSON.stringify(summary);
    if (text !== drawn) draw(summary);
    drawn = text;
    byId("clock").textContent = clock;
    pulse("Live", "good");
  } catch {
    pulse("Connection lost. Showing the last known state.", "bad");
  }
}

async function run() {
  if (!document.hidden) await read();
  setTimeout(run, EVERY);
}
document.addEventListener("visibilitychange", () => { if (!document.hidden) read(); });
run();
