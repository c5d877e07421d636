// Reads the state of the emulator every second, and draws what has changed.
import { byId } from "./dom.js";
import { drawEmpty } from "./empty.js";
import { count, openIds, setDetails, setJobs, start } from "./jobs.js";
import { drawAccounts, drawCalls, drawDatabases, drawRoles } from "./rest.js";

const EVERY = 1000; // milliseconds between two reads
const PATIENCE = 5000; // longest time of an answer in milliseconds

let version = "";
let reading = false;

async function get(path) {
  const answer = await fetch(`/_page/${path}`, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return answer.json();
}

// A screen reader announces each change of this text, so it is set only when it differs.
function pulse(text, kind) {
  const place = byId("pulse");
  if (place.textContent === text) return;
  place.textContent = text;
  place.className = `state ${kind}`;
}

function title() {
  const [failed, running] = [count("failed"), count("running")];
  const counts = failed ? `(${failed} failed) ` : running ? `(${running} running) ` : "";
  if (document.title !== `${counts}DTS emulator`) document.title = `${counts}DTS emulator`;
}

async function readDetails() {
  const ids = openIds().slice(0, 50);
  if (ids.length) setDetails(await get(`jobs?ids=${ids.map(encodeURIComponent).join(",")}`));
}

async function read() {
  if (reading) return;
  reading = true;
  try {
    const summary = await get(`state?known=${version}`);
    setJobs(summary);
    version = summary.version;
    drawCalls(summary.calls);
    drawRoles(summary.roles);
    drawAccounts(summary.accounts);
    byId("clock").textContent = summary.clock.replace("T", " ").replace("Z", " UTC");
    title();
    await readDetails();
    pulse("Live", "good");
  } catch {
    pulse("Connection lost. Showing the last known state.", "bad");
  }
  reading = false;
}

async function run() {
  if (!document.hidden) await read();
  setTimeout(run, EVERY);
}

async function runOnce() {
  try {
    drawDatabases(await get("databases"));
  } catch {
    setTimeout(runOnce, EVERY);
  }
}

document.addEventListener("visibilitychange", () => { if (!document.hidden) read(); });
document.addEventListener("details-wanted", () => readDetails().catch(() => {}));
start();
drawEmpty();
runOnce();
run();
