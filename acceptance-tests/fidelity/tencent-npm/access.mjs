// Every action of CAM, STS and Tag that the emulator serves.
import { Account } from "./clients.mjs";
import { GRANT, READ_ONLY, ROLE, ROLE_ARN, SESSION, SOURCE_KEY, SOURCE_UIN, TARGET_KEY, TARGET_UIN, TOKEN, TOKEN_TRUST, TRUST, expect, keyOf, left } from "./world.mjs";

export async function access(url, report) {
  const [source, target] = [SOURCE_KEY, TARGET_KEY].map((key) => new Account(url, key));
  await role(report, source);
  await policies(report, target);
  await users(report, target);
  await sessions(url, report, source, target);
  await tokens(url, report, source);
  report.add("nothing is left", await left(url));
}

async function role(report, owner) {
  const call = (action, parameters, check) => report.call(owner, "cam", action, parameters, check);
  const { RoleId } = await call("CreateRole", { RoleName: ROLE, PolicyDocument: TRUST });
  await call("UpdateRoleDescription", { Description: "for DTS", RoleName: ROLE });
  await call("UpdateAssumeRolePolicy", { PolicyDocument: TRUST, RoleId });
  await call("UpdateRoleConsoleLogin", { ConsoleLogin: 0, RoleName: ROLE });
  await call("UpdateRoleSessionDuration", { SessionDuration: 3600, RoleName: ROLE });
  await call("TagRole", { Tags: [{ Key: "team", Value: "data" }, { Key: "stage", Value: "test" }], RoleName: ROLE });
  await call("UntagRole", { TagKeys: ["stage"], RoleName: ROLE });
  await call("GetRole", { RoleName: ROLE }, ({ RoleInfo }) =>
    expect([RoleInfo.RoleId, RoleInfo.Description, RoleInfo.SessionDuration, JSON.parse(RoleInfo.PolicyDocument)], [RoleId, "for DTS", 3600, JSON.parse(TRUST)], "role"),
  );
  const tagged = { Page: 1, Rp: 200, Tags: [{ Key: "team", Value: "data" }] };
  await call("DescribeRoleList", tagged, ({ List }) => expect(List.map((one) => one.RoleId), [RoleId], "roles"));
  const changed = { Resource: `qcs::cam::uin/:role/${RoleId}`, ReplaceTags: [{ TagKey: "env", TagValue: "prod" }], DeleteTags: [{ TagKey: "team" }] };
  await report.call(owner, "tag", "ModifyResourceTags", changed);
  const resource = { ServiceType: "cam", ResourcePrefix: "role", ResourceIds: [RoleId], ResourceRegion: "", Limit: 20, Offset: 0 };
  await report.call(owner, "tag", "DescribeResourceTagsByResourceIds", resource, ({ Tags }) => expect(Tags.map((tag) => [tag.TagKey, tag.TagValue]), [["env", "prod"]], "tags"));
  await call("AttachRolePolicy", { AttachRoleId: RoleId, PolicyName: READ_ONLY[0] });
  const { List } = await call("ListAttachedRolePolicies", { Page: 1, Rp: 200, RoleName: ROLE });
  report.add("attached policy", expect(List.map((policy) => policy.PolicyName), [READ_ONLY[0]], "policies"));
  await call("DetachRolePolicy", { DetachRoleId: RoleId, PolicyId: List[0].PolicyId });
  await call("DeleteRole", { RoleId });
}

async function policies(report, owner) {
  const call = (action, parameters, check) => report.call(owner, "cam", action, parameters, check);
  const { PolicyId } = await call("CreatePolicy", { PolicyName: "grant", PolicyDocument: GRANT, Description: "first", Tags: [{ Key: "team", Value: "data" }] });
  await call("UpdatePolicy", { PolicyId, Description: "second", PolicyDocument: GRANT });
  await call("GetPolicy", { PolicyId }, (found) => expect([found.PolicyName, found.Description, JSON.parse(found.PolicyDocument)], ["grant", "second", JSON.parse(GRANT)], "policy"));
  const named = { Rp: 200, Page: 1, Scope: "Local", Keyword: "grant" };
  await call("ListPolicies", named, ({ List }) => expect(List.map((policy) => policy.PolicyName), ["grant"], "policies"));
  const { Uin } = await call("GetUser", { Name: "operator" });
  await call("AttachUserPolicy", { PolicyId, AttachUin: Uin });
  await call("AttachGroupPolicy", { PolicyId, AttachGroupId: 100001 });
  await call("ListEntitiesForPolicy", { PolicyId, Rp: 20, Page: 1, EntityFilter: "All" }, ({ List }) => expect(List.length, 2, "number of entities"));
  const listed = ({ List }) => expect(List.some((policy) => policy.PolicyName === "grant"), true, "grant is attached");
  await call("ListAttachedUserPolicies", { TargetUin: Uin, Page: 1, Rp: 200 }, listed);
  await call("ListAttachedGroupPolicies", { TargetGroupId: 100001, Page: 1, Rp: 200 }, listed);
  await call("DetachUserPolicy", { PolicyId, DetachUin: Uin });
  await call("DetachGroupPolicy", { PolicyId, DetachGroupId: 100001 });
  await call("DeletePolicy", { PolicyId: [PolicyId] });
}

async function users(report, owner) {
  const call = (action, parameters, check) => report.call(owner, "cam", action, parameters, check);
  const { Uin } = await call("AddUser", { Name: "deployer", Remark: "first", ConsoleLogin: 0, UseApi: 0 });
  await call("UpdateUser", { Name: "deployer", Remark: "second" });
  await call("GetUser", { Name: "deployer" }, (found) => expect([found.Uin, found.Remark], [Uin, "second"], "user"));
  await call("DescribeSubAccounts", { FilterSubAccountUin: [Uin] });
  await call("GetUserAppId", {}, ({ OwnerUin }) => expect(OwnerUin, TARGET_UIN, "OwnerUin"));
  await call("DeleteUser", { Name: "deployer", Force: 1 });
}

function isSession({ AccountId, Type }) {
  return expect([AccountId, Type], [SOURCE_UIN, "CAMRole"], "account and type");
}

async function sessions(url, report, source, target) {
  await report.call(source, "cam", "CreateRole", { RoleName: ROLE, PolicyDocument: TRUST });
  const { Credentials } = await report.call(target, "sts", "AssumeRole", SESSION);
  const session = new Account(url, keyOf(Credentials));
  await report.call(session, "sts", "GetCallerIdentity", {}, isSession);
  await report.call(target, "sts", "GetCallerIdentity", {}, ({ AccountId }) => expect(AccountId, TARGET_UIN, "account"));
  await report.refuse("what the role may not", "AuthFailure.UnauthorizedOperation", () => session.call("cam", "DescribeRoleList", { Page: 1, Rp: 20 }));
  await report.call(source, "cam", "DeleteRole", { RoleName: ROLE });
}

// A session for the token of an identity provider; the call needs no signature.
async function tokens(url, report, source) {
  await report.call(source, "cam", "CreateRole", { RoleName: ROLE, PolicyDocument: TOKEN_TRUST });
  const given = { RoleArn: ROLE_ARN, RoleSessionName: "ci", ProviderId: "ci", WebIdentityToken: TOKEN };
  const another = () => source.call("sts", "AssumeRoleWithWebIdentity", { ...given, WebIdentityToken: "another-token" });
  await report.refuse("another token", "InvalidParameter.WebIdentityTokenError", another);
  const { Credentials } = await report.call(source, "sts", "AssumeRoleWithWebIdentity", given);
  await report.call(new Account(url, keyOf(Credentials)), "sts", "GetCallerIdentity", {}, isSession);
  await report.call(source, "cam", "DeleteRole", { RoleName: ROLE });
}
