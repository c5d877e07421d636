// The emulator's built-in world as the scenarios use it, and shared helpers.

export const REGION = "cn-hangzhou";
export const SOURCE_UID = "1234567890123456";
export const DESTINATION_UID = "2345678901234567";
export const SOURCE_KEY = { id: "AKSOURCEOWNER", secret: "emulator-secret-of-source-owner" };
export const DESTINATION_KEY = { id: "AKDESTINATIONOWNER", secret: "emulator-secret-of-destination-owner" };
export const OPERATOR_KEY = { id: "AKOPERATOR", secret: "emulator-secret-of-operator" };
export const POLICY = { PolicyName: "AliyunDTSRolePolicy", PolicyType: "System" };
export const INSTANCE = { RegionId: REGION, ResourceType: "ALIYUN::DTS::INSTANCE" };
export const CLUSTER = { RegionId: REGION, DedicatedClusterId: "dtscluster_destination" };

export function trustDocument(uid) {
  const principal = { RAM: [`acs:ram::${uid}:root`], Service: [`${uid}@dts.aliyuncs.com`] };
  return JSON.stringify({ Statement: [{ Action: "sts:AssumeRole", Effect: "Allow", Principal: principal }], Version: "1" });
}

// A task between two cloud instances, with a role if the source belongs to another account.
export function configuration(name, changes = {}) {
  return {
    RegionId: REGION,
    DtsJobName: name,
    JobType: "MIGRATION",
    StructureInitialization: true,
    DataInitialization: true,
    DataSynchronization: true,
    SourceEndpointInstanceType: "RDS",
    SourceEndpointEngineName: "MYSQL",
    SourceEndpointRegion: REGION,
    SourceEndpointInstanceID: "rm-source-orders",
    SourceEndpointUserName: "dts",
    SourceEndpointPassword: "source-db-password",
    DestinationEndpointInstanceType: "RDS",
    DestinationEndpointEngineName: "MYSQL",
    DestinationEndpointRegion: REGION,
    DestinationEndpointInstanceID: "rm-destination-orders",
    DestinationEndpointUserName: "dts",
    DestinationEndpointPassword: "destination-db-password",
    DbList: JSON.stringify({ orders: { name: "orders", all: true } }),
    Reserve: JSON.stringify({ targetTableMode: "0", maxRetryTime: "43200" }),
    ...changes,
  };
}

// A source with a public address, so that no role is needed.
export const PUBLIC_SOURCE = {
  SourceEndpointInstanceType: "OTHER",
  SourceEndpointInstanceID: undefined,
  SourceEndpointRegion: undefined,
  SourceEndpointIP: "203.0.113.10",
  SourceEndpointPort: "3306",
};

// A sentence that describes the problem; empty if there is none.
export function expect(found, wanted, what) {
  const [one, other] = [found, wanted].map((value) => JSON.stringify(value));
  return one === other ? "" : `${what} is ${one}, expected ${other}`;
}

// Resets the world, so that an aborted part does not affect the next one.
export async function reset(url) {
  const answer = await fetch(`${url}/_control/reset`, { method: "POST" });
  if (!answer.ok) throw new Error(`POST ${url}/_control/reset answered ${answer.status}`);
}

export async function left(url) {
  const state = await (await fetch(`${url}/_control/state`)).json();
  const kinds = ["roles", "jobs", "instances"];
  const held = state.accounts.flatMap((account) => kinds.filter((kind) => account[kind].length).map((kind) => `${account.name} ${kind}`));
  return held.join(", ");
}
