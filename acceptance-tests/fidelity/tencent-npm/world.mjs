// The emulator's built-in accounts of Tencent Cloud as the steps use them, and shared helpers.

export { expect, reset } from "../npm/world.mjs";

export const [SOURCE_UIN, TARGET_UIN] = ["700000000001", "700000000002"];
export const SOURCE_KEY = { id: "AKIDTENCENTSOURCE", secret: "emulator-secret-of-tencent-source" };
export const TARGET_KEY = { id: "AKIDTENCENTTARGET", secret: "emulator-secret-of-tencent-target" };
export const OPERATOR_KEY = { id: "AKIDTENCENTOPERATOR", secret: "emulator-secret-of-tencent-operator" };
// Of world_more.toml.
export const POOR_KEY = { id: "AKIDTENCENTPOOR", secret: "emulator-secret-of-tencent-poor" };
export const ROLE = "DTS-role";
export const ROLE_ARN = `qcs::cam::uin/${SOURCE_UIN}:roleName/${ROLE}`;
export const EXTERNAL_ID = "shop-42";
export const READ_ONLY = ["QcloudDTSReadOnlyAccess", "QcloudCDBReadOnlyAccess"];
export const SESSION = { RoleArn: ROLE_ARN, RoleSessionName: "fidelity", ExternalId: EXTERNAL_ID };
const REGION = "ap-guangzhou";
export const PURCHASE = { SrcDatabaseType: "mysql", DstDatabaseType: "mysql", SrcRegion: REGION, DstRegion: REGION, InstanceClass: "medium" };

function document(statement) {
  return JSON.stringify({ version: "2.0", statement: [{ effect: "allow", ...statement }] });
}

// The target's account may assume the role, with the external ID.
export const TRUST = document({
  action: "name/sts:AssumeRole",
  principal: { qcs: [`qcs::cam::uin/${TARGET_UIN}:root`] },
  condition: { string_equal: { "sts:external_id": EXTERNAL_ID } },
});
// The holder of a token of the identity provider may assume the role.
export const TOKEN = "emulator-token-of-tencent-ci";
export const TOKEN_TRUST = document({
  action: "name/sts:AssumeRoleWithWebIdentity",
  principal: { federated: [`qcs::cam::uin/${SOURCE_UIN}:oidc-provider/ci`] },
  condition: { string_equal: { "oidc:sub": "repo:shop/infrastructure" } },
});
// Permits a user to assume the role of the other account.
export const GRANT = document({ action: ["name/sts:AssumeRole"], resource: [ROLE_ARN] });

export function temporary({ TmpSecretId, TmpSecretKey, Token }) {
  return { TmpSecretId, TmpSecretKey, TmpToken: Token };
}

export function keyOf({ TmpSecretId, TmpSecretKey, Token }) {
  return { id: TmpSecretId, secret: TmpSecretKey, token: Token };
}

function endpoint(instance, password, more) {
  const info = { InstanceId: instance, User: "dts", Password: password, ...more };
  return { Region: REGION, AccessType: "cdb", DatabaseType: "mysql", NodeType: "simple", Info: [info] };
}

// ModifyMigrationJob for a source of the other account.
export function configuration(job, keys, instance = "cdb-src00001", selection = undefined) {
  const tables = [{ TableName: "orders", NewTableName: "orders_copy", TableEditMode: "rename" }, { TableName: "customers" }];
  const databases = [{ DbName: "orders", DBMode: "partial", TableMode: "partial", Tables: tables }];
  const source = { AccountMode: "other", Account: SOURCE_UIN, AccountRole: ROLE, ...keys };
  return {
    JobId: job,
    RunMode: "immediate",
    MigrateOption: {
      DatabaseTable: selection ?? { ObjectMode: "partial", Databases: databases },
      MigrateType: "fullAndIncrement",
      Consistency: { Mode: "full" },
      IsMigrateAccount: false,
      IsOverrideRoot: false,
      IsDstReadOnly: false,
    },
    SrcInfo: endpoint(instance, "tencent-source-password", source),
    DstInfo: endpoint("cdb-dst00001", "tencent-target-password", { AccountMode: "self" }),
    JobName: "orders",
    AutoRetryTimeRangeMinutes: 5,
  };
}

// The control API of the emulator.
export async function control(url, path, body) {
  const request = body === undefined ? {} : { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const answer = await fetch(`${url}/_control/${path}`, request);
  if (!answer.ok) throw new Error(`${path}: HTTP ${answer.status} ${await answer.text()}`);
  const text = await answer.text();
  return text ? JSON.parse(text) : undefined;
}

// The remaining roles, policies and jobs; empty if there are none.
export async function left(url) {
  const accounts = (await control(url, "state")).accounts.filter((account) => account.cloud === "tencent");
  const kinds = ["roles", "policies", "jobs"];
  return accounts.flatMap((account) => kinds.filter((kind) => account[kind].length).map((kind) => `${account.name} ${kind}`)).join(", ");
}
