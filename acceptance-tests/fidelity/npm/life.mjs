// A migration whose source belongs to another account, from the role to the release; configured first, and bought after the precheck
// has passed. It runs once per signature version.
import { Account } from "./clients.mjs";
import {
  DESTINATION_KEY, DESTINATION_UID, INSTANCE, OPERATOR_KEY, POLICY, REGION, SOURCE_KEY, SOURCE_UID, configuration, expect, left, trustDocument,
} from "./world.mjs";

const RoleName = "ram-for-dts";
const RoleArn = `acs:ram::${SOURCE_UID}:role/${RoleName}`;
const ASSUMED = { RoleArn, RoleSessionName: "fidelity" };
const CROSS_ACCOUNT = { SourceEndpointOwnerID: SOURCE_UID, SourceEndpointRole: RoleName };

export async function life(url, report, scheme) {
  const [source, destination] = [SOURCE_KEY, DESTINATION_KEY].map((key) => new Account(url, key, scheme));
  await report.refuse("AssumeRoleFail", destination, "dts", "ConfigureDtsJob", configuration("too early", CROSS_ACCOUNT));
  await trust(report, source);
  await session(url, report, scheme, destination);
  const job = await checked(report, destination);
  const instance = await bought(report, destination, job);
  await tags(report, destination, instance);
  await ended(report, destination, job);
  await untrusted(report, source);
  report.add("nothing is left", await left(url));
}

async function trust(report, source) {
  const document = trustDocument(DESTINATION_UID);
  const role = { RoleName, AssumeRolePolicyDocument: document };
  const made = { ...role, Description: "space, ~tilde*, 数据", MaxSessionDuration: 3600, Tag: [{ Key: "team", Value: "a b" }] };
  await report.call(source, "ram", "CreateRole", made, (found) => expect(found.Role.Arn, RoleArn, "Arn"));
  await report.refuse("EntityAlreadyExists.Role", source, "ram", "CreateRole", role);
  const kept = (found) => expect(JSON.parse(found.Role.AssumeRolePolicyDocument), JSON.parse(document), "trust");
  await report.call(source, "ram", "GetRole", { RoleName }, kept);
  const described = (found) => expect(found.Role.Description, "role + 1", "Description");
  await report.call(source, "ram", "UpdateRole", { RoleName, NewDescription: "role + 1" }, described);
  await report.call(source, "ram", "AttachPolicyToRole", { RoleName, ...POLICY });
  const attached = (found) => expect(found.Policies.Policy.map((one) => one.PolicyName), [POLICY.PolicyName], "policies");
  await report.call(source, "ram", "ListPoliciesForRole", { RoleName }, attached);
  await report.refuse("DeleteConflict.Role.Policy", source, "ram", "DeleteRole", { RoleName });
  // Tags of RAM are a flat list, tags of DTS a nested list.
  const on = { ResourceType: "role", ResourceNames: [RoleName] };
  await report.call(source, "ram", "TagResources", { ...on, Tag: [{ Key: "owner", Value: "team-a/prod" }] });
  const tagged = (found) => expect(found.TagResources.map((tag) => tag.TagKey).sort(), ["owner", "team"], "tags");
  await report.call(source, "ram", "ListTagResources", on, tagged);
  await report.call(source, "ram", "UntagResources", { ...on, TagKeys: ["owner"] });
}

// Temporary credentials: an invalid duration, and a caller without permission.
async function session(url, report, scheme, destination) {
  const { Credentials: granted } = await report.call(destination, "sts", "AssumeRole", { ...ASSUMED, DurationSeconds: 900 });
  const key = { id: granted.AccessKeyId, secret: granted.AccessKeySecret, token: granted.SecurityToken };
  const who = (found) => expect([found.AccountId, found.IdentityType], [SOURCE_UID, "AssumedRoleUser"], "identity");
  await report.call(new Account(url, key, scheme), "sts", "GetCallerIdentity", {}, who);
  const forged = new Account(url, { ...key, token: `${key.token}x` }, scheme);
  const codes = "InvalidSecurityToken InvalidSecurityToken.MismatchWithAccessKey InvalidSecurityToken.Malformed";
  await report.refuse(codes, forged, "sts", "GetCallerIdentity");
  await report.refuse("NoPermission", new Account(url, OPERATOR_KEY, scheme), "sts", "AssumeRole", ASSUMED);
  await report.refuse("InvalidParameter.DurationSeconds InvalidParameter", destination, "sts", "AssumeRole", { ...ASSUMED, DurationSeconds: 60 });
}

// Fails with a wrong password first, then passes.
async function checked(report, destination) {
  const wrong = configuration("orders", { ...CROSS_ACCOUNT, SourceEndpointPassword: "wrong" });
  const { DtsJobId, DtsInstanceId } = await report.call(destination, "dts", "ConfigureDtsJob", wrong);
  report.require("the instance id", expect(DtsInstanceId, `dts${DtsJobId}`, "DtsInstanceId"));
  const job = { DtsJobId, RegionId: REGION };
  const precheck = async () => {
    await report.call(destination, "dts", "StartDtsJob", job);
    const ended = (found) => ["Failed", "Finished"].includes(found.State);
    return report.wait(destination, "dts", "DescribePreCheckStatus", { ...job, JobCode: "01" }, ended);
  };
  const failed = (await precheck()).JobProgress.filter((item) => item.State === "Failed").map((item) => item.Item);
  report.add("a wrong password", failed.includes("CHECK_CONN_SRC") ? "" : `failed items: ${failed}`);
  await report.call(destination, "dts", "ConfigureDtsJob", { ...configuration("orders", CROSS_ACCOUNT), ...job });
  const end = (found) => expect([found.SourceEndpoint.AliyunUid, found.SourceEndpoint.RoleName], [SOURCE_UID, RoleName], "owner and role");
  await report.call(destination, "dts", "DescribeDtsJobDetail", job, end);
  report.require("the right password", expect((await precheck()).State, "Finished", "State"));
  await report.refuse("NotPurchased", destination, "dts", "StartDtsJob", job);
  return job;
}

async function bought(report, destination, job) {
  const order = { JobId: job.DtsJobId, PayType: "PostPaid", InstanceClass: "small", AutoStart: true, RegionId: REGION };
  const { InstanceId } = await report.call(destination, "dts", "CreateDtsInstance", order);
  const caughtUp = (found) => found.Status === "Migrating" && found.DataSynchronizationStatus?.Status === "Catched";
  await report.wait(destination, "dts", "DescribeDtsJobDetail", job, caughtUp);
  await report.refuse("InitStatus", destination, "dts", "ConfigureDtsJob", { ...configuration("orders", CROSS_ACCOUNT), ...job });
  await report.call(destination, "dts", "ModifyDtsJobName", { ...job, DtsJobName: "orders, moved" });
  const listed = ({ DtsJobList: [one] }) => expect([one.DtsJobName, one.DtsJobClass, one.PayType], ["orders, moved", "small", "PostPaid"], "job");
  await report.call(destination, "dts", "DescribeDtsJobs", { JobType: "MIGRATION", DtsJobId: job.DtsJobId }, listed);
  return InstanceId;
}

async function tags(report, destination, instance) {
  const on = { ...INSTANCE, ResourceId: [instance] };
  const keys = (wanted) => (found) => expect(found.TagResources.TagResource.map((tag) => tag.TagKey).sort(), wanted, "tags");
  await report.call(destination, "dts", "TagResources", { ...on, Tag: [{ Key: "env", Value: "prod" }, { Key: "team", Value: "a b" }] });
  await report.call(destination, "dts", "ListTagResources", on, keys(["env", "team"]));
  await report.call(destination, "dts", "UntagResources", { ...on, TagKey: ["team"] });
  await report.call(destination, "dts", "ListTagResources", { ...INSTANCE, Tag: [{ Key: "env" }] }, keys(["env"]));
}

async function ended(report, destination, job) {
  for (const [action, status] of [["SuspendDtsJob", "Suspending"], ["StartDtsJob", "Migrating"], ["StopDtsJob", "Finished"]]) {
    await report.call(destination, "dts", action, job);
    await report.wait(destination, "dts", "DescribeDtsJobDetail", job, (found) => found.Status === status);
  }
  await report.call(destination, "dts", "DeleteDtsJob", { ...job, JobType: "MIGRATION" });
  await report.refuse("Forbidden.InstanceNotFound InvalidJobId", destination, "dts", "DescribeDtsJobDetail", job);
}

async function untrusted(report, source) {
  await report.call(source, "ram", "DetachPolicyFromRole", { RoleName, ...POLICY });
  await report.call(source, "ram", "DeleteRole", { RoleName });
  await report.refuse("EntityNotExist.Role", source, "ram", "GetRole", { RoleName });
}
