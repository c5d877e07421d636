// The steps of the scenarios, the problems that were found, and the numbers for the final table.
import { writeFileSync } from "node:fs";

import { differences } from "./shapes.mjs";

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

  require(step, problem = "") {
    if (!this.add(step, problem)) throw new Stop(step);
  }

  // A call that must succeed: the model reads every key of the response, and `check` finds no problem.
  async call(account, service, action, parameters, check) {
    const answer = await this.#answered(account, service, action, parameters);
    this.require(action, answer.error ? describe(answer.error) : unsuccessful(answer.raw));
    const faults = [...differences(answer.raw, answer.shape), check?.(answer.raw)].filter(Boolean);
    if (this.add(action, faults.join("; "))) this.answersParsed += 1;
    return answer.raw;
  }

  // A call that must be rejected with one of these codes and a request ID: as an error object, or as Success false.
  async refuse(codes, account, service, action, parameters) {
    const { error, raw, shape } = await this.#answered(account, service, action, parameters);
    const refused = error ? refusal(error) : { code: unsuccessful(raw) ? raw.ErrCode : "(the call succeeded)", requestId: raw.RequestId };
    const fits = (code) => refused.code === code || String(refused.code).endsWith(`.${code}`);
    const faults = error ? [] : differences(raw, shape);
    if (!codes.split(" ").some(fits)) faults.push(`${error ? describe(error) : refused.code}, expected ${codes}`);
    if (!/^[0-9A-F-]{36}$/.test(refused.requestId)) faults.push(`request id ${refused.requestId}`);
    if (this.add(`${action} to be refused`, faults.join("; "))) this.errorsMatched += 1;
  }

  // Polls until `done(raw)`; every response is also compared with the model.
  async wait(account, service, action, parameters, done) {
    const seen = new Set();
    for (const end = Date.now() + WAIT_MS; Date.now() < end; ) {
      const raw = await this.call(account, service, action, parameters);
      seen.add(raw.Status ?? raw.State);
      if (done(raw)) return raw;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    this.require(action, `not reached in ${WAIT_MS / 1000} s; seen: ${[...seen].join(" > ")}`);
  }

  async #answered(account, service, action, parameters) {
    this.calls += 1;
    this.actions.add(`${service}:${action}`);
    try {
      return await account.call(service, action, parameters);
    } catch (error) {
      return { error };
    }
  }

  write(folder) {
    const { calls, answersParsed, errorsMatched, mismatches } = this;
    const numbers = { calls, answers_parsed: answersParsed, errors_matched: errorsMatched, mismatches };
    const document = { part: "npm", actions: [...this.actions].sort(), ...numbers };
    writeFileSync(`${folder}/npm.json`, `${JSON.stringify(document, null, 1)}\n`);
    for (const mismatch of mismatches) console.error(`  FAIL  ${mismatch}`);
    const answers = `${calls} calls, ${answersParsed} answers parsed, ${errorsMatched} errors matched`;
    console.log(`  npm: ${this.actions.size} actions, ${answers}, ${mismatches.length} mismatches`);
  }
}

function unsuccessful(raw) {
  if (raw.Success === undefined || String(raw.Success).toLowerCase() === "true") return "";
  return `Success ${raw.Success}, ErrCode ${raw.ErrCode}, ${raw.ErrMessage}`;
}

// The error objects of both SDKs have a code; the request ID is in the object, or in the response that it contains.
function refusal(error) {
  return { code: error.code, requestId: error.requestId ?? error.data?.RequestId };
}

function describe(error) {
  return error.code ? `${error.code}: ${error.data?.Message ?? error.message}` : String(error);
}
