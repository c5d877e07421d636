// Calls an emulator with Tencent Cloud's Node.js package.
//
//   node main.mjs http://127.0.0.1:PORT REPORT_DIR
//
// The emulator has its built-in world and tencent/world_more.toml. The exit code is 0 if there was no mismatch.
import { readFileSync } from "node:fs";

import { access } from "./access.mjs";
import { acrossAccounts, gateway, jobs, notEmulated } from "./errors.mjs";
import { failedCheck, failedJob, migration } from "./flow.mjs";
import { Report, Stop } from "./report.mjs";
import { reset } from "./world.mjs";

const TABLE = new URL("../../../provider/emulator/src/tencent/actions.toml", import.meta.url);

// The actions of the emulator's table.
function served() {
  const tables = [...readFileSync(TABLE, "utf8").matchAll(/^\[(cam|dts|sts|tag)\.(\w+)\]$/gm)];
  return [...new Set(tables.map(([, service, action]) => `tencent ${service}:${action}`))];
}

const [url, folder] = process.argv.slice(2);
if (!url?.startsWith("http://") || !folder) {
  console.error("usage: main.mjs http://HOST:PORT REPORT_DIR (an emulator with its built-in world and tencent/world_more.toml)");
  process.exit(2);
}
const report = new Report();
const parts = {
  "CAM, STS and Tag": access,
  "a migration across accounts": migration,
  "a check that fails": failedCheck,
  "a job that fails": failedJob,
  "errors of the gateway": gateway,
  "errors across accounts": acrossAccounts,
  "errors of jobs": jobs,
  "not emulated": (at, to) => notEmulated(at, to, served()),
};
for (const [name, run] of Object.entries(parts)) {
  report.part = name;
  await reset(url);
  try {
    await run(url, report);
  } catch (error) {
    if (!(error instanceof Stop)) report.add("this part was aborted", String(error.stack));
  }
}
report.part = "coverage";
const all = served();
report.add("every action of the emulator is called", all.length ? all.filter((action) => !report.actions.has(action)).join(", ") : "the table lists no action");
report.write(folder);
process.exitCode = report.mismatches.length ? 1 : 0;
