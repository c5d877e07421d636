// The other parts of the page: calls, roles, accounts and databases.
import { byId, element, id, lines, none, soft, table, time, updateChildren } from "./dom.js";

function put(place, drawn) {
  updateChildren(byId(place), [drawn]);
}

export function drawCalls(calls) {
  const rows = calls.map((call) => [
    time(call.at), call.account || "–", call.action || "–", call.object ? id(call.object) : "–",
    element("span", { class: `state ${call.ok ? "good" : "bad"}` }, call.outcome), `${call.ms} ms`,
  ]);
  put("calls", rows.length ? table("The last calls, the newest first", ["Time", "Account", "Action", "Object", "Result", "Took"], rows, true) : none("No call yet."));
}

export function drawRoles(roles) {
  const rows = roles.shown.map((role) => [
    lines([role.name, element("span", { class: "dim" }, id(role.arn))]), role.account, lines(role.trust.map(soft)), lines(role.policies),
  ]);
  put("roles", rows.length ? table("Roles and who may assume them", ["Role", "Account", "Trust", "Policies"], rows, true) : none("No role yet."));
  byId("roles-count").textContent = roles.total > roles.shown.length ? `the newest ${roles.shown.length} of ${roles.total}` : `${roles.total}`;
}

export function drawAccounts(accounts) {
  const rows = accounts.map((account) => [
    account.name, id(account.id), account.dts_activated ? "yes" : "no", account.databases, account.roles, account.jobs,
  ]);
  put("accounts", table("Accounts and their contents", ["Account", "ID", "DTS activated", "Databases", "Roles", "Jobs"], rows, true));
}

export function drawDatabases(databases) {
  const rows = databases.map((row) => [id(row.id), row.account, row.engine, row.access || "–", row.at ? id(row.at) : "–", row.region, row.user || "–"]);
  const headings = ["ID", "Account", "Engine", "Access", "Address", "Region", "User"];
  put("databases", table("Databases that a configuration can name", headings, rows, true));
  byId("databases-count").textContent = `${databases.length}`;
}
