"""Documented errors, and for each a similar call that succeeds: its twin."""

from __future__ import annotations

import time
from unittest import mock

from check import Report
from sdk_clients import Key
from tencent import world
from tencent.clients import Account
from tencent.flow import Flow
from world import control


def run(url: str, report: Report, way: str) -> None:
    Errors(url, report, way).run()


class Errors:
    """The errors, in the order in which their causes are removed."""

    def __init__(self, url: str, report: Report, way: str) -> None:
        self.url, self.report, self.way = url, report, way
        self.source, self.target, self.operator = (
            Account(url, key, way) for key in (world.SOURCE_KEY, world.TARGET_KEY, world.OPERATOR_KEY)
        )

    def run(self) -> None:
        self.gateway()
        self.roles()
        self.across_accounts()
        self.jobs()
        self.money()

    def refuse(self, step: str, codes: str, account: Account, service: str, action: str, message: str = "", **arguments) -> None:
        self.report.refused(step, codes.split(), message, lambda: account.call(service, action, **arguments))

    def accept(self, step: str, account: Account, service: str, action: str, **arguments):
        return self.report.call(f"twin of {step}", account, service, action, **arguments).parsed

    def gateway(self) -> None:
        identity = lambda key: Account(self.url, key, self.way).call("sts", "GetCallerIdentity")
        key = world.TARGET_KEY
        wrong = {
            "an unknown key": ("AuthFailure.SecretIdNotFound", Key("AKIDNOBODY", key.secret)),
            "a wrong secret": ("AuthFailure.SignatureFailure", Key(key.id, key.secret + "x")),
            "a wrong token": ("AuthFailure.TokenFailure", Key(key.id, key.secret, "none")),
        }
        for step, (code, given) in wrong.items():
            self.report.refused(step, [code], "", lambda given=given: identity(given))
        with mock.patch("tencentcloud.common.abstract_client.time.time", return_value=time.time() - 400):
            self.report.refused("a clock that is late", ["AuthFailure.SignatureExpire"], "", lambda: identity(key))
        self.accept("wrong keys and clocks", self.target, "sts", "GetCallerIdentity")
        unknown = lambda: self.target.call_unknown("cam", "NoSuchAction")
        self.report.refused("an unknown action", ["InvalidAction"], "", unknown)
        old = lambda: self.target.call_unknown("cam", "GetUserAppId", "2000-01-01")
        self.report.refused("an unknown version", ["NoSuchVersion"], "", old)
        self.accept("an unknown action", self.target, "cam", "GetUserAppId")
        elsewhere = Account(self.url, key, self.way, region="xx-unknown")
        self.refuse("an unknown region", "UnsupportedRegion", elsewhere, "dts", "DescribeMigrationJobs")
        self.refuse("a missing parameter", "MissingParameter", self.target, "cam", "GetUser")
        raw = lambda given: self.target._clients["cam"].call_json("GetUser", given)  # noqa: SLF001
        self.report.refused("an unknown parameter", ["UnknownParameter"], "Nmae", lambda: raw({"Name": "operator", "Nmae": "x"}))
        self.report.refused("a value of another type", ["InvalidParameter"], "Name", lambda: raw({"Name": 7}))
        self.accept("wrong parameters", self.target, "cam", "GetUser", Name="operator")
        limit = {"match": {"action": "GetUser"}, "kind": "error", "code": "RequestLimitExceeded", "http_status": 200, "times": 1}
        control(self.url, "faults", body=limit)
        self.refuse("too many calls", "RequestLimitExceeded", self.target, "cam", "GetUser", Name="operator")
        self.accept("too many calls", self.target, "cam", "GetUser", Name="operator")

    def roles(self) -> None:
        named = {"RoleName": world.ROLE}
        self.refuse("no role", "InvalidParameter.RoleNotExist", self.source, "cam", "GetRole", **named)
        bad = {"PolicyDocument": '{"version":"2.0","statement":[{"effect":"allow"}]}'}
        self.refuse("a bad document", "InvalidParameter.ActionMiss", self.source, "cam", "CreateRole", **named, **bad)
        self.refuse("a bad name", "InvalidParameter.RoleNameError InvalidParameter.ParamError", self.source, "cam", "CreateRole", RoleName="a b", PolicyDocument=world.trust_document())
        self.accept("no role", self.source, "cam", "CreateRole", **named, PolicyDocument=world.trust_document())
        again = {"PolicyDocument": world.trust_document()}
        self.refuse("a name in use", "InvalidParameter.RoleNameInUse", self.source, "cam", "CreateRole", **named, **again)
        self.accept("no role", self.source, "cam", "GetRole", **named)
        self.refuse("no policy", "ResourceNotFound.PolicyIdNotFound", self.target, "cam", "GetPolicy", PolicyId=999)
        self.refuse("no user", "ResourceNotFound.UserNotExist", self.target, "cam", "GetUser", Name="missing")
        policy = {"PolicyName": "grant", "PolicyDocument": world.grant_document()}
        self.policy = self.accept("a policy name in use", self.target, "cam", "CreatePolicy", **policy).PolicyId
        self.refuse("a policy name in use", "FailedOperation.PolicyNameInUse", self.target, "cam", "CreatePolicy", **policy)

    def across_accounts(self) -> None:
        """The three errors of the documentation's list of questions, by their causes."""
        wanted = {"RoleArn": world.ROLE_ARN, "RoleSessionName": "fidelity", "ExternalId": world.EXTERNAL_ID}
        missing = wanted | {"RoleArn": world.ROLE_ARN + "-2"}
        self.refuse("a missing role", "InternalError.GetRoleError", self.target, "sts", "AssumeRole", "role not exist", **missing)
        for step, other in {"another external ID": "other", "no external ID": None}.items():
            given = {name: value for name, value in (wanted | {"ExternalId": other}).items() if value}
            self.refuse(step, "UnauthorizedOperation", self.target, "sts", "AssumeRole", **given)
        denied = "AuthFailure.UnauthorizedOperation"
        self.refuse("a user without a grant", denied, self.operator, "sts", "AssumeRole", world.ROLE_ARN, **wanted)
        uin = self.target.call("cam", "GetUser", Name="operator").parsed.Uin
        self.accept("a user without a grant", self.target, "cam", "AttachUserPolicy", PolicyId=self.policy, AttachUin=uin)
        self.accept("a user without a grant", self.operator, "sts", "AssumeRole", **wanted)
        self.refuse("a session that is too long", "InvalidParameter.OverTimeError", self.target, "sts", "AssumeRole", **wanted, DurationSeconds=50000)
        keys = self.accept("a missing role", self.target, "sts", "AssumeRole", **wanted).Credentials
        listed = {"DatabaseType": "mysql", "AccountMode": "other"} | world.temporary(keys)
        self.refuse("a role without policies", "InternalError.InternalInnerCommonError", self.target, "dts", "DescribeMigrateDBInstances", **listed)
        for policy in world.READ_ONLY:
            self.accept("a role without policies", self.source, "cam", "AttachRolePolicy", AttachRoleName=world.ROLE, PolicyName=policy)
        self.accept("a role without policies", self.target, "dts", "DescribeMigrateDBInstances", **listed)
        self.temporary = world.temporary(keys)

    def jobs(self) -> None:
        unknown = {"JobId": "dts-00000000"}
        self.refuse("no job", "ResourceNotFound.ResourceNotFoundError", self.target, "dts", "DescribeMigrationDetail", **unknown)
        self.refuse("no job", "ResourceNotFound.JobNotExist", self.target, "dts", "StartMigrateJob", **unknown)
        wrong = world.PURCHASE | {"DstDatabaseType": "oracle"}
        self.refuse("a pair of engines", "InvalidParameterValue InvalidParameterValue.InvalidParameterValueError InvalidParameterValue.InvalidParameterValue UnsupportedOperation.UnsupportedOperationError", self.target, "dts", "CreateMigrationService", **wrong)
        flow = Flow(self.url, self.report, self.way)
        flow.temporary = self.temporary
        flow.buy()
        self.refuse("a job that is not configured", "FailedOperation.NotAllowOperation", self.target, "dts", "StartMigrateJob", JobId=flow.job)
        source = {"AccountMode": "other", "Account": world.SOURCE_UIN, "AccountRole": world.ROLE} | self.temporary
        half = {name: value for name, value in source.items() if name != "TmpToken"}
        wrong = "InvalidParameterValue InvalidParameterValue.InvalidParameterValue InvalidParameterValue.InvalidParameterValueError"
        self.refuse("half a temporary key", wrong, self.target, "dts", "ModifyMigrationJob", **world.configuration(flow.job, half))
        for name, value in {"AutoRetryTimeRangeMinutes": 3, "RunMode": "later"}.items():
            given = world.configuration(flow.job, source) | {name: value}
            self.refuse(f"{name} {value}", wrong, self.target, "dts", "ModifyMigrationJob", **given)
        without = world.configuration(flow.job, source) | {"RunMode": "timed"}
        self.refuse("no time", "MissingParameter", self.target, "dts", "ModifyMigrationJob", "ExpectRunTime", **without)
        flow.configure()
        flow.check()
        self.accept("a job that is not configured", self.target, "dts", "StartMigrateJob", JobId=flow.job)
        self.refuse("a job that runs", "OperationDenied.OperationDeniedError", self.target, "dts", "ModifyMigrationJob", **world.configuration(flow.job, source))
        flow.reached("running", "readyComplete")
        flow.end()
        self.refuse("a destroyed job", "OperationDenied.OperationDeniedError ResourceNotFound.ResourceNotFoundError ResourceNotFound.JobNotExist FailedOperation.StatusInConflict", self.target, "dts", "StartMigrateJob", JobId=flow.job)

    def money(self) -> None:
        """The source's account has money, and an account without money can buy nothing."""
        poor = Account(self.url, Key("AKIDTENCENTPOOR", "emulator-secret-of-tencent-poor"), self.way)
        self.refuse("no money", "OperationDenied.NotEnoughMoneyError", poor, "dts", "CreateMigrationService", **world.PURCHASE)
        self.accept("no money", self.source, "dts", "CreateMigrationService", **world.PURCHASE)

