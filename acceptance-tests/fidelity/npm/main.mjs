// Calls an emulator with its built-in world, with Alibaba Cloud's Node.js packages.
//
//   node main.mjs http://127.0.0.1:PORT REPORT_DIR
//
// The models must read every key of every response. The exit code is 0 if there was no mismatch.
import { readFileSync } from "node:fs";

import { Account, SCHEMES } from "./clients.mjs";
import { life } from "./life.mjs";
import { others } from "./others.mjs";
import { pages } from "./pages.mjs";
import { purchasedBeforeConfigure } from "./purchased_before_configure.mjs";
import { Report, Stop } from "./report.mjs";
import { synchronization } from "./synchronization.mjs";
import { SOURCE_KEY, reset } from "./world.mjs";

const TABLE = new URL("../../../provider/emulator/src/alibaba/parameters.toml", import.meta.url);

async function refusedKeys(url, report, scheme) {
  const wrong = new Account(url, { id: SOURCE_KEY.id, secret: `${SOURCE_KEY.secret}x` }, scheme);
  await report.refuse("SignatureDoesNotMatch", wrong, "sts", "GetCallerIdentity");
  await report.refuse("SignatureDoesNotMatch", wrong, "dts", "DescribeDtsJobs", { JobType: "MIGRATION" });
  const unknown = new Account(url, { id: "AKNOBODY", secret: "none" }, scheme);
  await report.refuse("InvalidAccessKeyId.NotFound", unknown, "ram", "GetRole", { RoleName: "r" });
}

// Actions that other clients of Alibaba Cloud call, but that no package has.
const OUTSIDE = new Set(["dts:DescribeDtsInstanceDetail", "dts:DescribeDtsInstances"]);

// Actions of the emulator's table that were not called.
function uncovered(report) {
  const tables = [...readFileSync(TABLE, "utf8").matchAll(/^\[(DTS|RAM|STS)\.(\w+)\]$/gm)];
  const served = tables.map(([, service, action]) => `${service.toLowerCase()}:${action}`);
  if (!served.length) return `${TABLE.pathname} lists no action`;
  return served.filter((action) => !report.actions.has(action) && !OUTSIDE.has(action)).join(", ");
}

const [url, folder] = process.argv.slice(2);
if (!url?.startsWith("http://") || !folder) {
  console.error("usage: main.mjs http://HOST:PORT REPORT_DIR (an emulator with its built-in world)");
  process.exit(2);
}
const report = new Report();
const parts = [
  ...SCHEMES.map((scheme) => [`life, ${scheme}`, () => life(url, report, scheme)]),
  ...SCHEMES.map((scheme) => [`refused keys, ${scheme}`, () => refusedKeys(url, report, scheme)]),
  ["bought first", () => purchasedBeforeConfigure(url, report)],
  ["synchronization", () => synchronization(url, report)],
  ["pages", () => pages(url, report)],
  ["other actions", () => others(url, report)],
];
for (const [name, run] of parts) {
  report.part = name;
  await reset(url);
  try {
    await run();
  } catch (error) {
    if (!(error instanceof Stop)) report.add("this part was aborted", String(error.stack));
  }
}
report.part = "coverage";
report.add("every action of the emulator is called", uncovered(report));
report.write(folder);
process.exitCode = report.mismatches.length ? 1 : 0;
