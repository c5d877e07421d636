// Alibaba Cloud's Node.js clients, configured for an emulator. The generated packages and their core support both signature versions;
// the older RPC package has a separate signer for HMAC-SHA1.
//
// For DTS the core makes the calls: its package of generated models is not in the registry. The names of the models are those in
// schemas/alibaba/actions.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import core from "@alicloud/openapi-core";
import Rpc from "@alicloud/pop-core";
import * as ram from "@alicloud/ram20150501";
import * as sts from "@alicloud/sts20150401";
import dara from "@darabonba/typescript";

import { modelShape } from "./shapes.mjs";

const ACS3 = "ACS3-HMAC-SHA256";
const HMAC_SHA1 = "HMAC-SHA1";
const OLD_PACKAGE = "HMAC-SHA1 of the RPC package";
export const SCHEMES = [ACS3, HMAC_SHA1, OLD_PACKAGE];
const GENERATED = { ram, sts };
// Keys of responses that the newest npm package of RAM does not know yet, but the Python package does.
const LATER = { GetRole: { Role: { IsServiceLinkedRole: "boolean", RolePrincipalName: "string" } } };
const FACTS = Object.fromEntries(["dts", "ram", "sts"].map((service) => [service, readFacts(service)]));
const { Config, OpenApiRequest, OpenApiUtil, Params } = { ...core, ...core.$OpenApiUtil };

function readFacts(service) {
  return JSON.parse(readFileSync(new URL(`../../../schemas/alibaba/actions/${service}.json`, import.meta.url), "utf8"));
}

// Calls with one access key and one signature version.
export class Account {
  constructor(url, key, scheme = ACS3) {
    this.url = url;
    this.key = key;
    this.signatureAlgorithm = scheme === HMAC_SHA1 ? "v2" : undefined;
    this.call = scheme === OLD_PACKAGE ? this.#old : this.#modern;
  }

  // Returns { raw, shape }: the raw body, and the keys that the SDK's model reads. Throws the errors of the SDK.
  async #modern(service, action, parameters) {
    const given = defined(parameters);
    return service === "dts" ? this.#plain(action, given) : this.#generated(service, action, given);
  }

  async #plain(action, given) {
    const facts = factsOf("dts", action);
    const inBody = ([name]) => facts.parameters[name]?.in === "body";
    const [body, query] = [true, false].map((place) => Object.entries(given).filter((entry) => inBody(entry) === place));
    const request = new OpenApiRequest({
      query: OpenApiUtil.query(Object.fromEntries(query)),
      ...(body.length ? { body: OpenApiUtil.parseToMap(Object.fromEntries(body)) } : {}),
    });
    const client = new core.default(this.#config());
    const answer = await client.callApi(rpc(action), request, new dara.RuntimeOptions({}));
    return { raw: answer.body, shape: facts.answer };
  }

  async #generated(service, action, given) {
    const package_ = GENERATED[service];
    const client = new package_.default.default(this.#config());
    let raw;
    for (const way of ["callApi", "doRPCRequest"]) {
      const original = client[way].bind(client);
      client[way] = async (...all) => {
        const answer = await original(...all);
        raw = answer.body;
        return answer;
      };
    }
    const Request = exported(package_, `${action}Request`);
    const method = methodOf(client, action);
    const typed = await (Request ? method.call(client, dara.cast(given, new Request({}))) : method.call(client));
    if (!(action in LATER)) assert.deepEqual(typed.body.toMap(), raw, `${action}: the model gives back another answer`);
    return { raw, shape: withLater(action, modelShape(exported(package_, `${action}ResponseBody`))) };
  }

  async #old(service, action, parameters) {
    const facts = factsOf(service, action);
    const asText = (name, value) => (facts.parameters[name]?.encoding === "json" && typeof value === "object" ? JSON.stringify(value) : value);
    const texts = Object.entries(defined(parameters)).map(([name, value]) => [name, asText(name, value)]);
    const client = new Rpc({
      accessKeyId: this.key.id,
      accessKeySecret: this.key.secret,
      securityToken: this.key.token,
      endpoint: this.url,
      apiVersion: FACTS[service].api_version,
      // DescribePreCheckStatus returns the code of its stage, which this client treats as an error code.
      codes: ["01"],
    });
    const raw = await client.request(action, Object.fromEntries(texts), { method: "POST", formatParams: false });
    return { raw, shape: facts.answer };
  }

  #config() {
    const { id, secret, token } = this.key;
    const key = { accessKeyId: id, accessKeySecret: secret, securityToken: token };
    const { signatureAlgorithm } = this;
    return new Config({ ...key, signatureAlgorithm, endpoint: new URL(this.url).host, protocol: "HTTP", regionId: "cn-hangzhou" });
  }
}

function withLater(action, shape) {
  const later = Object.entries(LATER[action] ?? {}).map(([key, inner]) => [key, { ...inner, ...shape[key] }]);
  return { ...shape, ...Object.fromEntries(later) };
}

function rpc(action) {
  const common = { protocol: "HTTP", pathname: "/", method: "POST", authType: "AK", style: "RPC", reqBodyType: "formData", bodyType: "json" };
  return new Params({ ...common, action, version: FACTS.dts.api_version });
}

function factsOf(service, action) {
  const facts = FACTS[service].actions[action];
  if (!facts) throw new Error(`schemas/alibaba/actions/${service}.json has no ${action}; run make actions`);
  return facts;
}

// Class names differ from action names in case.
function exported(package_, name) {
  const found = Object.keys(package_.default).find((one) => one.toLowerCase() === name.toLowerCase());
  return found && package_.default[found];
}

function methodOf(client, action) {
  const names = Object.getOwnPropertyNames(Object.getPrototypeOf(client));
  return client[names.find((name) => name.toLowerCase() === action.toLowerCase())];
}

function defined(parameters = {}) {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
}
