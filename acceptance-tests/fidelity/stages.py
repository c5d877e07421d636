"""The start of a row of documented/: each stage creates a new world and prepares it. Its result replaces `{names}` in the row."""

from __future__ import annotations

import json

from sdk_clients import Account, Key
from world import (
    DESTINATION_KEY,
    DESTINATION_UID,
    OPERATOR_KEY,
    REGION,
    SOURCE_KEY,
    SOURCE_PASSWORD,
    SOURCE_UID,
    control,
    endpoints,
    reset,
    trust_document,
)

ROLE = "ram-for-dts"
KEYS = {
    "source": SOURCE_KEY,
    "destination": DESTINATION_KEY,
    "operator": OPERATOR_KEY,
    "root": Key("AKLIMITEDROOT", "emulator-secret-of-limited-root"),
    "reader": Key("AKLIMITEDREADER", "emulator-secret-of-limited-reader"),
    "unknown": Key("AKNOBODY", "none"),
    "wrong_secret": Key(SOURCE_KEY.id, SOURCE_KEY.secret + "x"),
}
DOCUMENT = json.dumps({"Version": "1", "Statement": [{"Action": "rds:*", "Effect": "Allow", "Resource": "*"}]})
ENDS = {"owner_id": SOURCE_UID, "role": ROLE, "password": SOURCE_PASSWORD}
CONFIGURATION = endpoints(ENDS, {}) | dict(
    region_id=REGION,
    dts_job_name="errors",
    job_type="MIGRATION",
    structure_initialization=True,
    data_initialization=True,
    data_synchronization=True,
    db_list=json.dumps({"orders": {"name": "orders", "all": True}}),
    reserve=json.dumps({"targetTableMode": "2"}),
)


class Stage:
    """The world at a stage, and the accounts that can call it."""

    def __init__(self, url: str, name: str, signature: str | None) -> None:
        self.url, self.signature = url, signature
        self.keys = dict(KEYS)
        self.words = {"role_arn": f"acs:ram::{SOURCE_UID}:role/{ROLE}", "trust": json.dumps(trust_document(DESTINATION_UID))}
        self.words |= {"document": DOCUMENT, "long": "x" * 3000, "long_name": "r" * 65, "job": "", "instance": ""}
        reset(url)
        getattr(self, name)()

    def account(self, name: str) -> Account:
        return Account(self.url, self.keys[name], self.signature)

    def fresh(self) -> None:
        pass

    def bare_role(self) -> None:
        self.account("source").call("ram", "CreateRole", role_name=ROLE, assume_role_policy_document=self.words["trust"])

    def role(self) -> None:
        self.bare_role()
        self._attach("AliyunDTSRolePolicy")

    def weak_role(self) -> None:
        self.bare_role()
        self._attach("AliyunVPCReadOnlyAccess")

    def full_role(self) -> None:
        """The maximum number of policies of a role, and one more policy that is not attached."""
        self.policies()
        owner = self.account("source")
        for number in range(20):
            owner.call("ram", "AttachPolicyToRole", policy_type="Custom", policy_name=f"p{number}", role_name=ROLE)

    def policies(self) -> None:
        self.bare_role()
        owner = self.account("source")
        for number in range(21):
            owner.call("ram", "CreatePolicy", policy_name=f"p{number}", policy_document=DOCUMENT)

    def attached_policy(self) -> None:
        self.policies()
        self.account("source").call("ram", "AttachPolicyToRole", policy_type="Custom", policy_name="p0", role_name=ROLE)

    def session(self) -> None:
        """A session of a role that can only use RDS."""
        self.role()
        given = {"role_arn": self.words["role_arn"], "role_session_name": "errors", "duration_seconds": 900}
        granted = self.account("destination").call("sts", "AssumeRole", **given).parsed.credentials
        key = Key(granted.access_key_id, granted.access_key_secret, granted.security_token)
        self.keys |= {"session": key, "without_token": Key(key.id, key.secret), "other_token": Key(key.id, key.secret, key.token + "x")}

    def expired_session(self) -> None:
        self.session()
        control(self.url, "clock", body={"advance_seconds": 901})

    def pipeline(self) -> None:
        """A role for the token of an identity provider."""
        principal = {"Federated": [f"acs:ram::{SOURCE_UID}:oidc-provider/ci", "acs:ram::4567890123456789:oidc-provider/odd"]}
        condition = {"StringEquals": {"oidc:sub": "repo:shop/infrastructure"}}
        statement = {"Action": "sts:AssumeRole", "Effect": "Allow", "Principal": principal, "Condition": condition}
        document = json.dumps({"Statement": [statement], "Version": "1"})
        self.account("source").call("ram", "CreateRole", role_name=ROLE, assume_role_policy_document=document)

    def job(self) -> None:
        self.role()
        self._configure()

    def prechecking(self) -> None:
        self.job()
        self._force("Prechecking")

    def checked(self) -> None:
        self.job()
        self._force("PreCheckPass")

    def running(self) -> None:
        self.checked()
        self.account("destination").call("dts", "CreateDtsInstance", job_id=self.words["job"], pay_type="PostPaid", instance_class="small")
        self._force("Migrating")

    def finished(self) -> None:
        self.running()
        self._force("Finished")

    def synchronizing(self) -> None:
        self.role()
        self._configure(job_type="SYNC")
        self._force("PreCheckPass")
        self.account("destination").call("dts", "CreateDtsInstance", job_id=self.words["job"], pay_type="PostPaid", instance_class="small")
        self._force("Synchronizing")

    def synchronization_prechecking(self) -> None:
        self.synchronizing()
        self._force("Prechecking")

    def modifying(self) -> None:
        self.synchronizing()
        self._force("Modifying")

    def on_cluster(self) -> None:
        self.role()
        self._configure(dedicated_cluster_id="dtscluster_destination")
        self._force("PreCheckPass")

    def _configure(self, **more) -> None:
        made = self.account("destination").call("dts", "ConfigureDtsJob", **CONFIGURATION | more).parsed
        self.words |= {"job": made.dts_job_id, "instance": made.dts_instance_id}

    def _attach(self, policy: str) -> None:
        self.account("source").call("ram", "AttachPolicyToRole", policy_type="System", policy_name=policy, role_name=ROLE)

    def _force(self, status: str) -> None:
        control(self.url, f"jobs/{self.words['job']}", body={"status": status, "hold": status == "Prechecking"})
