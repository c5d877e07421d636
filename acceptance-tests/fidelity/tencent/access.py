"""Every action of CAM, STS and Tag that the emulator serves."""

from __future__ import annotations

import json

from check import Report
from tencent import world
from tencent.clients import Account
from tencent.flow import temporary_account
from world import expect


def run(url: str, report: Report, way: str) -> None:
    source, target = Account(url, world.SOURCE_KEY, way), Account(url, world.TARGET_KEY, way)
    role(report, source)
    policies(report, target)
    users(report, target)
    sessions(url, report, way, source, target)
    tokens(url, report, way, source)
    report.add("nothing is left", world.left(url))


def role(report: Report, owner: Account) -> None:
    call = lambda action, check=None, **arguments: report.call("role", owner, "cam", action, check=check, **arguments).parsed
    role_id = call("CreateRole", RoleName=world.ROLE, PolicyDocument=world.trust_document()).RoleId
    call("UpdateRoleDescription", Description="for DTS", RoleName=world.ROLE)
    call("UpdateAssumeRolePolicy", PolicyDocument=world.trust_document(), RoleId=role_id)
    call("UpdateRoleConsoleLogin", ConsoleLogin=0, RoleId=int(role_id))
    call("UpdateRoleSessionDuration", SessionDuration=3600, RoleName=world.ROLE)
    call("TagRole", Tags=[{"Key": "team", "Value": "data"}, {"Key": "stage", "Value": "test"}], RoleName=world.ROLE)
    call("UntagRole", TagKeys=["stage"], RoleName=world.ROLE)
    facts = lambda found: (found.RoleId, found.Description, found.SessionDuration, json.loads(found.PolicyDocument))
    wanted = (role_id, "for DTS", 3600, json.loads(world.trust_document()))
    call("GetRole", lambda found: expect(facts(found.RoleInfo), wanted, "role"), RoleName=world.ROLE)
    listed = call("DescribeRoleList", Page=1, Rp=200, Tags=[{"Key": "team", "Value": "data"}])
    report.add("listed role", expect([role.RoleId for role in listed.List], [role_id], "roles"))
    resource = {"Resource": f"qcs::cam::uin/:role/{role_id}"}
    tag = lambda action, **arguments: report.call("tags", owner, "tag", action, **arguments).parsed
    tag("ModifyResourceTags", ReplaceTags=[{"TagKey": "env", "TagValue": "prod"}], DeleteTags=[{"TagKey": "team"}], **resource)
    wanted = {"ServiceType": "cam", "ResourcePrefix": "role", "ResourceIds": [role_id], "ResourceRegion": "", "Limit": 20, "Offset": 0}
    found = tag("DescribeResourceTagsByResourceIds", **wanted)
    report.add("tags of the role", expect([(tag.TagKey, tag.TagValue) for tag in found.Tags], [("env", "prod")], "tags"))
    call("AttachRolePolicy", AttachRoleId=role_id, PolicyName=world.READ_ONLY[0])
    attached = call("ListAttachedRolePolicies", Page=1, Rp=200, RoleName=world.ROLE).List
    report.add("attached policy", expect([policy.PolicyName for policy in attached], [world.READ_ONLY[0]], "policies"))
    call("DetachRolePolicy", DetachRoleId=role_id, PolicyId=attached[0].PolicyId)
    call("DeleteRole", RoleId=role_id)


def policies(report: Report, owner: Account) -> None:
    call = lambda action, check=None, **arguments: report.call("policy", owner, "cam", action, check=check, **arguments).parsed
    tags = [{"Key": "team", "Value": "data"}]
    policy = call("CreatePolicy", PolicyName="grant", PolicyDocument=world.grant_document(), Description="first", Tags=tags).PolicyId
    call("UpdatePolicy", PolicyId=policy, Description="second", PolicyDocument=world.grant_document())
    facts = lambda found: (found.PolicyName, found.Description, json.loads(found.PolicyDocument))
    wanted = ("grant", "second", json.loads(world.grant_document()))
    call("GetPolicy", lambda found: expect(facts(found), wanted, "policy"), PolicyId=policy)
    listed = call("ListPolicies", Rp=200, Page=1, Scope="Local", Keyword="grant").List
    report.add("own policies", expect([policy.PolicyName for policy in listed], ["grant"], "policies"))
    user = call("GetUser", Name="operator")
    call("AttachUserPolicy", PolicyId=policy, AttachUin=user.Uin)
    call("AttachGroupPolicy", PolicyId=policy, AttachGroupId=100001)
    entities = call("ListEntitiesForPolicy", PolicyId=policy, Rp=20, Page=1, EntityFilter="All").List
    report.add("attached to a user and a group", expect(len(entities), 2, "entities"))
    of_user = call("ListAttachedUserPolicies", TargetUin=user.Uin, Page=1, Rp=200).List
    of_group = call("ListAttachedGroupPolicies", TargetGroupId=100001, Page=1, Rp=200).List
    has = lambda found: "grant" in [policy.PolicyName for policy in found]
    report.add("listed attachments", expect((has(of_user), has(of_group)), (True, True), "attachments"))
    call("DetachUserPolicy", PolicyId=policy, DetachUin=user.Uin)
    call("DetachGroupPolicy", PolicyId=policy, DetachGroupId=100001)
    call("DeletePolicy", PolicyId=[policy])


def users(report: Report, owner: Account) -> None:
    call = lambda action, **arguments: report.call("user", owner, "cam", action, **arguments).parsed
    added = call("AddUser", Name="deployer", Remark="first", ConsoleLogin=0, UseApi=0)
    call("UpdateUser", Name="deployer", Remark="second")
    found = call("GetUser", Name="deployer")
    report.add("user", expect((found.Uin, found.Remark), (added.Uin, "second"), "user"))
    call("DescribeSubAccounts", FilterSubAccountUin=[added.Uin])
    account = call("GetUserAppId")
    report.add("account", expect(account.OwnerUin, world.TARGET_UIN, "OwnerUin"))
    call("DeleteUser", Name="deployer", Force=1)


def sessions(url: str, report: Report, way: str, source: Account, target: Account) -> None:
    report.call("role", source, "cam", "CreateRole", RoleName=world.ROLE, PolicyDocument=world.trust_document())
    wanted = {"RoleArn": world.ROLE_ARN, "RoleSessionName": "fidelity", "ExternalId": world.EXTERNAL_ID}
    given = report.call("session", target, "sts", "AssumeRole", **wanted).parsed.Credentials
    session = temporary_account(url, way, given)
    check = lambda found: expect((found.AccountId, found.Type), (world.SOURCE_UIN, "CAMRole"), "account and type")
    report.call("session", session, "sts", "GetCallerIdentity", check=check)
    check = lambda found: expect(found.AccountId, world.TARGET_UIN, "account")
    report.call("root account", target, "sts", "GetCallerIdentity", check=check)
    denied = ["AuthFailure.UnauthorizedOperation"]
    report.refused("what the role may not", denied, "", lambda: session.call("cam", "DescribeRoleList", Page=1, Rp=20))
    report.call("role", source, "cam", "DeleteRole", RoleName=world.ROLE)


def tokens(url: str, report: Report, way: str, source: Account) -> None:
    """A session for the token of an identity provider; the call has no signature."""
    report.call("role", source, "cam", "CreateRole", RoleName=world.ROLE, PolicyDocument=world.token_document())
    wanted = {"RoleArn": world.ROLE_ARN, "RoleSessionName": "ci", "ProviderId": "ci", "WebIdentityToken": world.TOKEN}
    wrong = wanted | {"WebIdentityToken": "another-token"}
    refused = lambda: source.call("sts", "AssumeRoleWithWebIdentity", **wrong)
    report.refused("another token", ["InvalidParameter.WebIdentityTokenError"], "", refused)
    given = report.call("token", source, "sts", "AssumeRoleWithWebIdentity", **wanted).parsed.Credentials
    check = lambda found: expect((found.AccountId, found.Type), (world.SOURCE_UIN, "CAMRole"), "account and type")
    report.call("session of the token", temporary_account(url, way, given), "sts", "GetCallerIdentity", check=check)
    report.call("role", source, "cam", "DeleteRole", RoleName=world.ROLE)
