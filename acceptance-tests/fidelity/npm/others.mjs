// The actions that the other parts do not use: policies, addresses, skipped items, changes of a running job, clusters, and a token of
// an identity provider.
import { Account } from "./clients.mjs";
import { CLUSTER, DESTINATION_KEY, PUBLIC_SOURCE, REGION, SOURCE_KEY, SOURCE_UID, configuration, expect, left } from "./world.mjs";

const DOCUMENT = { Version: "1", Statement: [{ Action: "rds:Describe*", Effect: "Allow", Resource: "*" }] };
const USED = "rm-destination-used";
const PROVIDER = `acs:ram::${SOURCE_UID}:oidc-provider/ci`;

export async function others(url, report) {
  const owner = new Account(url, DESTINATION_KEY);
  await policies(report, owner);
  await network(report, owner);
  await running(report, owner, await skipped(report, owner));
  await cluster(report, owner);
  await token(url, report);
  await refused(report, owner);
  report.add("nothing is left", await left(url));
}

async function policies(report, owner) {
  const [PolicyName, PolicyType] = ["read-rds", "Custom"];
  const PolicyDocument = JSON.stringify(DOCUMENT);
  await report.call(owner, "ram", "CreatePolicy", { PolicyName, PolicyDocument, Description: "reads RDS" });
  const text = (found) => expect(JSON.parse(found.DefaultPolicyVersion.PolicyDocument), DOCUMENT, "document");
  await report.call(owner, "ram", "GetPolicy", { PolicyName, PolicyType }, text);
  await report.call(owner, "ram", "CreatePolicyVersion", { PolicyName, PolicyDocument, SetAsDefault: true });
  const listed = (found) => expect(found.Policies.Policy.map((one) => [one.PolicyName, one.DefaultVersion]), [[PolicyName, "v2"]], "policies");
  await report.call(owner, "ram", "ListPolicies", { PolicyType, MaxItems: 10 }, listed);
  const unattached = (found) => expect(found.Roles.Role, [], "roles");
  await report.call(owner, "ram", "ListEntitiesForPolicy", { PolicyName, PolicyType }, unattached);
  await report.refuse("DeleteConflict.Policy.Version", owner, "ram", "DeletePolicy", { PolicyName });
  await report.call(owner, "ram", "DeletePolicy", { PolicyName, CascadingDelete: true });
  await report.refuse("EntityNotExist.Policy", owner, "ram", "GetPolicy", { PolicyName, PolicyType });
}

async function network(report, owner) {
  const present = (name) => (found) => (found[name] ? "" : `${name} is empty`);
  await report.call(owner, "dts", "DescribeDTSIP", { SourceEndpointRegion: REGION }, present("DynamicMessage"));
  await report.call(owner, "dts", "WhiteIpList", { Region: REGION, Type: "vpc" }, present("IpList"));
  const destination = Object.entries(configuration("")).filter(([name]) => name.startsWith("DestinationEndpoint"));
  const ends = {
    ...Object.fromEntries(destination),
    SourceEndpointInstanceType: "LocalInstance",
    SourceEndpointEngineName: "MySQL",
    SourceEndpointIP: PUBLIC_SOURCE.SourceEndpointIP,
    SourceEndpointPort: PUBLIC_SOURCE.SourceEndpointPort,
    SourceEndpointUserName: "dts",
    SourceEndpointPassword: "source-db-password",
  };
  await report.call(owner, "dts", "DescribeConnectionStatus", { ...ends, RegionId: REGION });
}

// The destination has tables with the same names: either call can skip the item, and then the precheck passes.
async function skipped(report, owner) {
  const wanted = configuration("onto tables that exist", { ...PUBLIC_SOURCE, DestinationEndpointInstanceID: USED });
  const { DtsJobId, DtsInstanceId } = await report.call(owner, "dts", "ConfigureDtsJob", wanted);
  const job = { DtsJobId, RegionId: REGION };
  const precheck = async () => {
    await report.call(owner, "dts", "StartDtsJob", job);
    const ended = (found) => ["Failed", "Finished"].includes(found.State);
    return report.wait(owner, "dts", "DescribePreCheckStatus", { ...job, JobCode: "01" }, ended);
  };
  const failed = await precheck();
  const items = failed.JobProgress.filter((item) => item.State === "Failed").map((item) => [item.Item, item.CanSkip]);
  report.require("the failed item", expect(items, [["CHECK_SAME_OBJ", true]], "items"));
  const skip = (code, Skip) => ({ ...job, JobId: failed.JobId, Skip, SkipPreCheckItems: `["${code}"]`, SkipPreCheckNames: `["${code}_DETAIL"]` });
  await report.refuse("InvalidParameter OperationDenied", owner, "dts", "SkipPreCheck", skip("CHECK_CONN_SRC", true));
  for (const on of [true, false]) await report.call(owner, "dts", "SkipPreCheck", skip("CHECK_SAME_OBJ", on));
  await report.call(owner, "dts", "ShieldPrecheck", { DtsInstanceId, PrecheckItems: "CHECK_SAME_OBJ" });
  report.require("the item is shielded", expect((await precheck()).State, "Finished", "State"));
  return { job, DtsInstanceId };
}

async function running(report, owner, { job, DtsInstanceId }) {
  const order = { JobId: job.DtsJobId, PayType: "PostPaid", InstanceClass: "small", AutoStart: true, RegionId: REGION };
  await report.call(owner, "dts", "CreateDtsInstance", order);
  const until = (done) => report.wait(owner, "dts", "DescribeDtsJobDetail", job, done);
  await until((found) => found.Status === "Migrating");
  await report.call(owner, "dts", "TransferInstanceClass", { ...job, InstanceClass: "medium", OrderType: "UPGRADE" });
  await until((found) => found.Status === "Migrating" && found.DtsJobClass === "medium");
  const ConfigList = JSON.stringify({ "dts.datamove.source.rps.max": "1000" });
  await report.call(owner, "dts", "ModifyDynamicConfig", { ...job, JobCode: "04", EnableLimit: true, ConfigList });
  await report.call(owner, "dts", "ModifyDtsJobPassword", { ...job, Endpoint: "dest", UserName: "dts", Password: "another-password" });
  const Reserved = JSON.stringify({ maxRetryTime: "3600" });
  await report.call(owner, "dts", "ModifyDtsJob", { ...job, DtsInstanceId, ModifyTypeEnum: "UPDATE_RESERVED", Reserved });
  const merged = (found) => expect(String(JSON.parse(found.Reserved).maxRetryTime), "3600", "maxRetryTime");
  await report.call(owner, "dts", "DescribeDtsJobDetail", job, merged);
  const end = { Endpoint: "dest", EndpointInstanceType: "rds", EndpointInstanceId: "rm-destination-orders", EndpointRegionId: REGION };
  const login = { ModifyAccount: true, Username: "dts", Password: "destination-db-password" };
  await report.call(owner, "dts", "ModifyDtsJobEndpoint", { ...job, ...end, ...login, DryRun: true });
  for (const action of ["StopDtsJob", "DeleteDtsJob"]) await report.call(owner, "dts", action, job);
}

async function cluster(report, owner) {
  const wanted = { ...configuration("on a cluster", PUBLIC_SOURCE), ...CLUSTER, DelayNotice: true, DelayRuleTime: 60, DelayPhone: "13800000000" };
  const { DtsJobId } = await report.call(owner, "dts", "ConfigureDtsJob", wanted);
  const job = { DtsJobId, RegionId: REGION };
  await report.call(owner, "dts", "StartDtsJob", job);
  const until = (status) => report.wait(owner, "dts", "DescribeDtsJobDetail", job, (found) => found.Status === status);
  await until("PreCheckPass");
  const order = { JobId: DtsJobId, PayType: "PostPaid", AutoStart: true, RegionId: REGION };
  await report.refuse("OperationDenied", owner, "dts", "CreateDtsInstance", { ...order, Du: 31 });
  await report.call(owner, "dts", "CreateDtsInstance", { ...order, Du: 2 });
  await until("Migrating");
  await report.call(owner, "dts", "ModifyDtsJobDuLimit", { ...job, DuLimit: 3 });
  await report.call(owner, "dts", "ModifyDtsJobDedicatedCluster", { ...CLUSTER, DtsJobIds: JSON.stringify([DtsJobId]) });
  await report.call(owner, "dts", "ModifyDtsJobConfig", { ...job, Parameters: JSON.stringify([{ module: "03", name: "sink.batch", value: "1" }]) });
  await report.call(owner, "dts", "DescribeDedicatedCluster", CLUSTER, (found) => expect(found.UsedDu, 3, "UsedDu"));
  for (const action of ["StopDtsJob", "DeleteDtsJob"]) await report.call(owner, "dts", action, job);
  const free = (found) => expect(found.DedicatedClusterStatusList.DedicatedClusterStatus.map((one) => one.UsedDu), [0], "UsedDu");
  await report.call(owner, "dts", "ListDedicatedCluster", { RegionId: REGION }, free);
}

// The only call without a signature, and the credentials it returns.
async function token(url, report) {
  const [owner, anonymous] = [SOURCE_KEY, { id: "AKNOBODY", secret: "none" }].map((key) => new Account(url, key));
  const condition = { StringEquals: { "oidc:sub": "repo:shop/infrastructure" } };
  const statement = { Action: "sts:AssumeRole", Effect: "Allow", Principal: { Federated: [PROVIDER] }, Condition: condition };
  const RoleName = "pipeline";
  await report.call(owner, "ram", "CreateRole", { RoleName, AssumeRolePolicyDocument: JSON.stringify({ Statement: [statement], Version: "1" }) });
  const wanted = {
    RoleArn: `acs:ram::${SOURCE_UID}:role/${RoleName}`, OIDCProviderArn: PROVIDER, RoleSessionName: "fidelity", DurationSeconds: 900,
    OIDCToken: "emulator-token-of-ci",
  };
  const { Credentials: granted } = await report.call(anonymous, "sts", "AssumeRoleWithOIDC", wanted);
  const key = { id: granted.AccessKeyId, secret: granted.AccessKeySecret, token: granted.SecurityToken };
  await report.call(new Account(url, key), "sts", "GetCallerIdentity");
  const forged = { ...wanted, OIDCToken: `${wanted.OIDCToken}x` };
  await report.refuse("AuthenticationFail.OIDCToken.Invalid", anonymous, "sts", "AssumeRoleWithOIDC", forged);
  await report.call(owner, "ram", "DeleteRole", { RoleName });
}

// Invalid parameters.
async function refused(report, owner) {
  const wanted = configuration("refused", PUBLIC_SOURCE);
  const owned = (uid) => configuration("refused", { SourceEndpointOwnerID: uid, SourceEndpointRole: "r" });
  await report.refuse("AliyunUidFormat", owner, "dts", "ConfigureDtsJob", owned("abc"));
  await report.refuse("AliyunUIDNotFound", owner, "dts", "ConfigureDtsJob", owned("9999999999999999"));
  await report.refuse("MissingDtsJobName MissingParameter", owner, "dts", "ConfigureDtsJob", { ...wanted, DtsJobName: undefined });
  await report.refuse("InvalidParameter", owner, "dts", "ConfigureDtsJob", { ...wanted, DbList: "{" });
  await report.refuse("InvalidParameter.RoleName.InvalidChars", owner, "ram", "CreateRole", { RoleName: "a b", AssumeRolePolicyDocument: "{}" });
  await report.refuse("NotEmulated", owner, "dts", "CreateReverseDtsJob", { DtsJobId: "any" });
  await report.refuse("MalformedPolicyDocument", owner, "ram", "CreateRole", { RoleName: "a", AssumeRolePolicyDocument: "{" });
}
