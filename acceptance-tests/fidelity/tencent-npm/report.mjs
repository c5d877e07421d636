// The steps of the parts, the problems that were found, and the numbers for the final table.
import { writeFileSync } from "node:fs";

import { faultsOf } from "./clients.mjs";

const POLL_MS = 20;
const WAIT_MS = 30_000;

// A step failed that the remaining steps of the part depend on.
export class Stop extends Error {}

export class Report {
  constructor() {
    Object.assign(this, { part: "", actions: new Set(), calls: 0, answersParsed: 0, errorsMatched: 0, mismatches: [] });
  }

  add(step, problem = "") {
    if (problem) this.mismatches.push(`${this.part}, ${step}: ${problem}`);
    return !problem;
  }

  // A call that must succeed: the SDK's types have every member of the answer, and `check` finds no problem.
  async call(account, service, action, parameters, check) {
    this.calls += 1;
    let answer;
    try {
      answer = await account.call(service, action, parameters);
    } catch (error) {
      this.add(action, describe(error));
      throw new Stop(action);
    }
    const faults = [...faultsOf(service, action, answer), check?.(answer), answer.RequestId ? "" : "no RequestId"].filter(Boolean);
    if (this.add(action, faults.join("; "))) {
      this.answersParsed += 1;
      this.actions.add(`tencent ${service}:${action}`);
    }
    return answer;
  }

  // A call that must be rejected with one of these codes, a request ID, and this text in its message.
  async refuse(step, codes, call, message = "") {
    this.calls += 1;
    try {
      await call();
      this.add(step, `the call succeeded, expected ${codes}`);
    } catch (error) {
      const faults = codes.split(" ").includes(error.code) ? [] : [`${describe(error)}, expected ${codes}`];
      if (!String(error.message).includes(message)) faults.push(`the message ${error.message} has no ${message}`);
      if (!/^[0-9a-f-]{36}$/.test(error.requestId ?? "")) faults.push(`request ID ${error.requestId}`);
      if (this.add(step, faults.join("; "))) this.errorsMatched += 1;
    }
  }

  // Polls until `done(answer)`.
  async wait(account, service, action, parameters, done) {
    for (const end = Date.now() + WAIT_MS; Date.now() < end; ) {
      const answer = await this.call(account, service, action, parameters);
      if (done(answer)) return answer;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    this.add(action, `the state was not reached in ${WAIT_MS / 1000} s`);
    throw new Stop(action);
  }

  write(folder) {
    const { calls, answersParsed, errorsMatched, mismatches } = this;
    const numbers = { calls, answers_parsed: answersParsed, errors_matched: errorsMatched, mismatches };
    const document = { part: "tencent-npm", actions: [...this.actions].sort(), ...numbers };
    writeFileSync(`${folder}/tencent-npm.json`, `${JSON.stringify(document, null, 1)}\n`);
    for (const mismatch of mismatches) console.error(`  FAIL  ${mismatch}`);
    const answers = `${calls} calls, ${answersParsed} answers parsed, ${errorsMatched} errors matched`;
    console.log(`  tencent-npm: ${this.actions.size} actions, ${answers}, ${mismatches.length} mismatches`);
  }
}

function describe(error) {
  return error.code ? `${error.code}: ${error.message}` : String(error);
}
