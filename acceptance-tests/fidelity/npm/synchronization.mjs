// Data synchronization in both directions, and the calls that only other clients of Alibaba Cloud use.
import { Account } from "./clients.mjs";
import { DESTINATION_KEY, DESTINATION_UID, OPERATOR_KEY, POLICY, SOURCE_KEY, SOURCE_UID, configuration, expect, left, trustDocument } from "./world.mjs";

const REGION = "cn-shanghai";
const OPERATOR_UID = "3456789012345678";
const RoleName = "ram-for-dts";
const [A, B] = [
  { InstanceID: "rm-source-stores", Region: "cn-hangzhou", Password: "source-db-password", OwnerID: SOURCE_UID, Role: RoleName },
  { InstanceID: "rm-destination-stores", Region: REGION, Password: "destination-db-password", OwnerID: DESTINATION_UID, Role: RoleName },
];
const OBJECTS = { stores: { name: "stores", all: true } };
const ORDER = {
  RegionId: REGION, PayType: "PostPaid", InstanceClass: "small", SourceRegion: "cn-hangzhou", DestinationRegion: REGION,
  SourceEndpointEngineName: "MySQL", DestinationEndpointEngineName: "MySQL",
};

export async function synchronization(url, report) {
  const [source, destination, owner] = [SOURCE_KEY, DESTINATION_KEY, OPERATOR_KEY].map((key) => new Account(url, key));
  for (const one of [source, destination]) {
    await report.call(one, "ram", "CreateRole", { RoleName, AssumeRolePolicyDocument: trustDocument(OPERATOR_UID) });
    await report.call(one, "ram", "AttachPolicyToRole", { RoleName, ...POLICY });
  }
  await bothDirections(report, owner);
  await otherClients(report, owner);
  await policyVersions(report, owner);
  for (const one of [source, destination]) {
    await report.call(one, "ram", "DetachPolicyFromRole", { RoleName, ...POLICY });
    await report.call(one, "ram", "DeleteRole", { RoleName });
  }
  report.add("nothing is left", await left(url));
}

// In the reverse direction the two sides change places.
function direction(word, changes) {
  const forward = word === "Forward";
  const [first, second] = forward ? [A, B] : [B, A];
  const side = (name, fields) => Object.entries(fields).map(([field, value]) => [`${name}Endpoint${field}`, value]);
  return configuration(`stores ${word}`, {
    RegionId: REGION, JobType: "SYNC", SynchronizationDirection: word, StructureInitialization: forward, DataInitialization: forward,
    DbList: JSON.stringify(OBJECTS), Reserve: JSON.stringify({ targetTableMode: "2", autoStartModulesAfterConfig: "none", conflict: "ignore" }),
    ...Object.fromEntries([...side("Source", first), ...side("Destination", second)]), ...changes,
  });
}

async function start(report, owner, word, InstanceId) {
  await report.call(owner, "dts", "ConfigureDtsJob", direction(word, { DtsInstanceId: InstanceId }));
  const named = { RegionId: REGION, SynchronizationDirection: word };
  await report.call(owner, "dts", "StartDtsJob", { ...named, DtsInstanceId: InstanceId });
  await report.wait(owner, "dts", "DescribeDtsJobDetail", { ...named, DtsInstanceID: InstanceId }, (found) => found.Status === "synchronizing");
  return { ...named, DtsInstanceId: InstanceId };
}

async function bothDirections(report, owner) {
  const order = { ...ORDER, Type: "SYNC", SyncArchitecture: "oneway" };
  const { InstanceId } = await report.call(owner, "dts", "CreateDtsInstance", order);
  const there = await start(report, owner, "Forward", InstanceId);
  await report.refuse("InvalidParameter", owner, "dts", "SuspendDtsJob", { ...there, SynchronizationDirection: "Reverse" });
  await report.call(owner, "dts", "UpgradeTwoWay", { InstanceId, InstanceClass: "small", RegionId: REGION });
  const back = await start(report, owner, "Reverse", InstanceId);
  const both = (found) => expect(found.DtsJobList.map((job) => [job.Status, job.ReverseJob.Status]), [["Synchronizing", "Synchronizing"]], "jobs");
  await report.call(owner, "dts", "DescribeDtsJobs", { JobType: "SYNC", DtsInstanceId: InstanceId }, both);
  await report.call(owner, "dts", "ReverseTwoWayDirection", { DtsInstanceId: InstanceId, RegionId: REGION });
  await report.call(owner, "dts", "ResetDtsJob", back);
  await report.call(owner, "dts", "DeleteDtsJob", { ...back, JobType: "SYNC" });
  await report.call(owner, "dts", "DeleteDtsJob", { ...there, JobType: "SYNC" });
}

async function otherClients(report, owner) {
  for (const [Type, action, name] of [["MIGRATION", "DeleteMigrationJob", "MigrationJobId"], ["SYNC", "DeleteSynchronizationJob", "SynchronizationJobId"]]) {
    const { InstanceId, JobId: DtsJobId } = await report.call(owner, "dts", "CreateDtsInstance", { ...ORDER, Type, AutoStart: true });
    await report.call(owner, "dts", "ConvertInstanceResourceGroup", { ResourceId: InstanceId, NewResourceGroupId: "rg-2", RegionId: REGION });
    await report.call(owner, "dts", "CreateJobMonitorRule", { DtsJobId, Type: "delay", State: "Y", DelayRuleTime: 60 });
    const rules = (found) => expect(found.MonitorRules.map((rule) => rule.DelayRuleTime), [60], "rules");
    await report.call(owner, "dts", "DescribeJobMonitorRule", { DtsJobId }, rules);
    await report.call(owner, "dts", "DescribeDtsJobConfig", { DtsJobId }, (found) => expect(found.Parameters, [], "Parameters"));
    await report.call(owner, "dts", action, { [name]: InstanceId, RegionId: REGION });
  }
}

async function policyVersions(report, owner) {
  const PolicyName = "versions";
  const PolicyDocument = JSON.stringify({ Version: "1", Statement: [{ Action: "rds:*", Effect: "Allow", Resource: "*" }] });
  await report.call(owner, "ram", "CreatePolicy", { PolicyName, PolicyDocument });
  await report.call(owner, "ram", "UpdatePolicyDescription", { PolicyName, NewDescription: "changed" });
  await report.call(owner, "ram", "CreatePolicyVersion", { PolicyName, PolicyDocument, SetAsDefault: true });
  const ids = (found) => expect(found.PolicyVersions.PolicyVersion.map((version) => version.VersionId), ["v2", "v1"], "versions");
  await report.call(owner, "ram", "ListPolicyVersions", { PolicyName, PolicyType: "Custom" }, ids);
  await report.call(owner, "ram", "DeletePolicyVersion", { PolicyName, VersionId: "v1" });
  await report.call(owner, "ram", "DeletePolicy", { PolicyName });
}
