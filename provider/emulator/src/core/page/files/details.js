// What an open job shows.
import { chart } from "./chart.js";
import { age, delay, element, folded, id, none, number, pairs, soft, table, time } from "./dom.js";

export const PHASES = { schema: "Schema", full: "Full data", verification: "Verification", incremental: "Incremental" };

const WORDS = {
  good: ["Success", "Finished", "Catched", "PreCheckPass", "success", "finished", "pass"],
  busy: ["Migrating", "Prechecking", "Checking", "Initializing", "Synchronizing", "checking", "running"],
  warn: ["Warning", "Suspending", "warning"],
  bad: ["Failed", "failed", "error"],
};

function word(text) {
  const kind = Object.keys(WORDS).find((kind) => WORDS[kind].includes(text)) ?? "idle";
  return element("span", { class: `state ${kind}` }, text);
}

// The owner by the name that the other parts of the page use.
function end(side, accounts) {
  const name = accounts.find((account) => account.id === side.owner)?.name;
  const owner = side.owner ? `, of ${name ? `${name} (${side.owner})` : side.owner} through role ${side.role}` : "";
  return [side.engine, side.at, side.region].filter(Boolean).join(" · ") + owner;
}

function facts(row, job, accounts) {
  const bought = job.class ? `class ${job.class}` : "in a dedicated cluster";
  const rows = [
    ["Job", id(row.id)],
    ["Account", row.account],
    ["Source", soft(end(job.source, accounts))],
    ["Destination", soft(end(job.destination, accounts))],
    ["Instance", job.class === null ? "not purchased" : element("span", {}, id(job.instance_id), `, ${bought}`)],
    ["Created", time(row.created)],
  ];
  if (row.direction) rows.push(["Direction", row.direction]);
  return pairs(rows);
}

function phase(row, clock) {
  const name = PHASES[row.phase] ?? row.phase;
  const bar = element("progress", { max: 100, value: row.percent, "aria-label": `${name}, percent` });
  const lasted = row.begin ? age(row.begin, row.end ?? clock) : "";
  return [name, word(row.state), element("span", { class: "bar" }, bar, element("span", { class: "number" }, `${row.percent} %`)), lasted];
}

const isFine = (item) => ["Success", "pass"].includes(item.state) && !item.skipped;
const item = (row) => [id(row.code), word(row.state), row.found + (row.skipped ? " (skipped)" : "")];

// Failures first and open; what found nothing is closed.
function precheck(items) {
  if (!items.length) return none("No precheck yet.");
  const headings = ["Item", "State", "Found"];
  const [fine, other] = [items.filter(isFine), items.filter((row) => !isFine(row))];
  const rank = (row) => ["Failed", "failed"].includes(row.state) ? 0 : 1;
  other.sort((a, b) => rank(a) - rank(b));
  return element("div", {},
    other.length ? table(`Precheck: ${other.length} of ${items.length} to look at`, headings, other.map(item)) : null,
    fine.length ? folded("passed", `Precheck: ${fine.length} of ${items.length} passed`, table("Passed items", headings, fine.map(item), true)) : null);
}

function rehearsal(real) {
  const notes = [
    ["Log position", real.position], ["Last DDL", real.last_ddl], ["Retries", real.retries || null], ["Last retry", real.last_error],
  ].filter(([, value]) => value !== null && value !== undefined);
  const rows = real.tables.map((row) => [id(row.name), number(row.copied), number(row.total), row.done ? "yes" : "no"]);
  const compared = (real.compared ?? []).map((row) => [id(row.name), number(row.rows), row.differences]);
  return element("div", { class: "rehearsal" },
    chart("Rows per second", real.course.map(([rate], at) => [at, rate]), number),
    chart("Delay", real.course.map(([, ms], at) => [at, ms]), delay),
    rows.length ? table("Real rows", ["Table", "Copied", "Rows", "Complete"], rows) : null,
    compared.length ? table("Comparison of both sides", ["Table", "Rows", "Differences"], compared) : null,
    notes.length ? pairs(notes) : null);
}

export function details(row, job, accounts, clock) {
  return element("div", { class: "body" },
    element("div", {},
      row.error ? element("p", { class: "state bad", role: "note" }, row.error) : null,
      facts(row, job, accounts),
      table("Progress", ["Phase", "State", "Done", "Time"], job.phases.map((of) => phase(of, clock))),
      chart("Delay", job.delays, delay),
      job.rehearsal ? rehearsal(job.rehearsal) : null),
    precheck(job.precheck));
}
