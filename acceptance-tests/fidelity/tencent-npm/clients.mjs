// Tencent Cloud's Node.js clients, configured for an emulator, and the types of their requests and answers.
//
// At run time, the package has no models: the types are read from its TypeScript declarations.
import { Agent } from "node:http";
import { connect } from "node:net";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const sdk = createRequire(import.meta.url)("tencentcloud-sdk-nodejs");
const VERSIONS = { cam: "v20190116", dts: "v20211206", sts: "v20180813", tag: "v20180813" };
const REGION = "ap-guangzhou";
// Members that this package does not have yet, but the Python package and the API description have.
export const LATER = {
  cam: { AddUserResponse: { PhoneNumVerifyLink: "string" } },
  dts: { MigrateOption: { SkipDdlOnError: "SkipDdlOnError" }, SkipDdlOnError: { Tables: "Array<string>", ErrorCodes: "Array<number>" } },
};
const MODELS = Object.fromEntries(Object.entries(VERSIONS).map(([service, version]) => [service, readModels(service, version)]));

// Interface name → member name → type.
function readModels(service, version) {
  const file = `./node_modules/tencentcloud-sdk-nodejs/tencentcloud/services/${service}/${version}/${service}_models.d.ts`;
  const text = readFileSync(new URL(file, import.meta.url), "utf8");
  const interfaces = [...text.matchAll(/^export interface (\w+) \{\n([\s\S]*?)^\}/gm)];
  const members = (body) => Object.fromEntries([...body.matchAll(/^ {4}(\w+)\??: (.+);$/gm)].map(([, name, type]) => [name, type]));
  // A request without parameters is `type XRequest = null`.
  const read = Object.fromEntries(interfaces.map(([, name, body]) => [name, members(body)]));
  for (const [name, later] of Object.entries(LATER[service] ?? {})) {
    const known = Object.keys(later).filter((member) => member in (read[name] ?? {}));
    if (known.length) throw new Error(`the package has ${name}.${known.join(", ")} now: remove it from LATER`);
    read[name] = { ...read[name], ...later };
  }
  return read;
}

// Calls with one key. The host names are those of the cloud; the connections go to the emulator.
export class Account {
  constructor(url, key, region = REGION) {
    const { hostname, port } = new URL(url);
    const agent = new Agent();
    agent.createConnection = () => connect({ host: hostname, port: Number(port) });
    const credential = { secretId: key.id, secretKey: key.secret, token: key.token };
    const config = { credential, region, profile: { language: "en-US", httpProfile: { protocol: "http://", agent, reqTimeout: 15 } } };
    this.clients = Object.fromEntries(Object.entries(VERSIONS).map(([service, version]) => [service, new sdk[service][version].Client(config)]));
  }

  // Returns the answer. Throws the errors of the SDK, and for a parameter that its types do not have.
  async call(service, action, parameters = {}) {
    const wrong = differences(MODELS[service], parameters, `${action}Request`);
    if (wrong.length) throw new Error(`the request is not one of the SDK: ${wrong.join("; ")}`);
    return this.clients[service][action](parameters);
  }

  // A signed call of an action or a version that the SDK does not have.
  async callUnknown(service, action, version) {
    const client = this.clients[service];
    const own = client.apiVersion;
    client.apiVersion = version ?? own;
    try {
      return await client.request(action, {});
    } finally {
      client.apiVersion = own;
    }
  }

  // A call whose parameters are not checked.
  async callUnchecked(service, action, parameters) {
    return this.clients[service].request(action, parameters);
  }
}

// Members of an answer that the SDK's types do not have, or that have another type.
export function faultsOf(service, action, answer) {
  return differences(MODELS[service], answer, `${action}Response`);
}

// Actions of an API that the SDK has.
export function actionsOf(service) {
  return Object.getOwnPropertyNames(Object.getPrototypeOf(new Account("http://127.0.0.1:1", {}).clients[service])).filter((name) => /^[A-Z]/.test(name));
}

export function differences(models, value, type, path = type) {
  // A member without a value is null, whatever its type is.
  if (value === null || value === undefined || type === "any") return [];
  const list = /^Array<(.+)>$/.exec(type);
  if (list) {
    if (!Array.isArray(value)) return [`${path} is no list`];
    return value.flatMap((item, at) => differences(models, item, list[1], `${path}[${at}]`));
  }
  const words = type.split(" | ");
  if (["string", "number", "boolean", "bigint", "null"].includes(words[0])) {
    return words.includes(typeof value) ? [] : [`${path} is of type ${typeof value}, expected ${type}`];
  }
  const members = models[type] ?? {};
  if (typeof value !== "object" || Array.isArray(value)) return [`${path} is no object of type ${type}`];
  return Object.entries(value).flatMap(([name, member]) =>
    name in members ? differences(models, member, members[name], `${path}.${name}`) : [`${type} has no ${name} (${path})`],
  );
}
