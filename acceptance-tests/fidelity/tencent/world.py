"""The emulator's built-in accounts of Tencent Cloud as the steps use them."""

from __future__ import annotations

import json

from sdk_clients import Key
from world import control

SOURCE_UIN, TARGET_UIN = "700000000001", "700000000002"
SOURCE_KEY = Key("AKIDTENCENTSOURCE", "emulator-secret-of-tencent-source")
TARGET_KEY = Key("AKIDTENCENTTARGET", "emulator-secret-of-tencent-target")
OPERATOR_KEY = Key("AKIDTENCENTOPERATOR", "emulator-secret-of-tencent-operator")
ROLE = "DTS-role"
ROLE_ARN = f"qcs::cam::uin/{SOURCE_UIN}:roleName/{ROLE}"
EXTERNAL_ID = "shop-42"
TOKEN = "emulator-token-of-tencent-ci"
READ_ONLY = ("QcloudDTSReadOnlyAccess", "QcloudCDBReadOnlyAccess")
PURCHASE = {
    "SrcDatabaseType": "mysql",
    "DstDatabaseType": "mysql",
    "SrcRegion": "ap-guangzhou",
    "DstRegion": "ap-guangzhou",
    "InstanceClass": "medium",
}


def trust_document() -> str:
    """The target's account may assume the role, with the external ID."""
    principal = {"qcs": [f"qcs::cam::uin/{TARGET_UIN}:root"]}
    condition = {"string_equal": {"sts:external_id": EXTERNAL_ID}}
    statement = {"effect": "allow", "action": "name/sts:AssumeRole", "principal": principal, "condition": condition}
    return json.dumps({"version": "2.0", "statement": [statement]})


def token_document() -> str:
    """The holder of a token of the identity provider may assume the role."""
    principal = {"federated": [f"qcs::cam::uin/{SOURCE_UIN}:oidc-provider/ci"]}
    condition = {"string_equal": {"oidc:sub": "repo:shop/infrastructure"}}
    action = "name/sts:AssumeRoleWithWebIdentity"
    statement = {"effect": "allow", "action": action, "principal": principal, "condition": condition}
    return json.dumps({"version": "2.0", "statement": [statement]})


def grant_document() -> str:
    """Permits a user to assume the role of the other account."""
    statement = {"effect": "allow", "action": ["name/sts:AssumeRole"], "resource": [ROLE_ARN]}
    return json.dumps({"version": "2.0", "statement": [statement]})


def temporary(credentials) -> dict:
    """The temporary key as parameters of DTS."""
    return {"TmpSecretId": credentials.TmpSecretId, "TmpSecretKey": credentials.TmpSecretKey, "TmpToken": credentials.Token}


def endpoint(instance: str, password: str, **more) -> dict:
    info = {"InstanceId": instance, "User": "dts", "Password": password} | more
    return {"Region": "ap-guangzhou", "AccessType": "cdb", "DatabaseType": "mysql", "NodeType": "simple", "Info": [info]}


def configuration(job: str, source: dict, instance: str = "cdb-src00001", target: str = "cdb-dst00001") -> dict:
    """ModifyMigrationJob, with every parameter of the options that a MySQL migration has."""
    tables = [{"TableName": "orders", "NewTableName": "orders_copy", "TableEditMode": "rename"}, {"TableName": "customers"}]
    databases = [{"DbName": "orders", "DBMode": "partial", "TableMode": "partial", "Tables": tables}]
    return {
        "JobId": job,
        "RunMode": "immediate",
        "MigrateOption": {
            "DatabaseTable": {"ObjectMode": "partial", "Databases": databases},
            "MigrateType": "fullAndIncrement",
            "Consistency": {"Mode": "full"},
            "IsMigrateAccount": False,
            "IsOverrideRoot": False,
            "IsDstReadOnly": False,
        },
        "SrcInfo": endpoint(instance, "tencent-source-password", **source),
        "DstInfo": endpoint(target, "tencent-target-password", AccountMode="self"),
        "JobName": "orders",
        "AutoRetryTimeRangeMinutes": 5,
    }


def left(url: str) -> str:
    """The remaining roles, policies and jobs that are not destroyed; empty if there are none."""
    accounts = [account for account in control(url, "state", "GET")["accounts"] if account["cloud"] == "tencent"]
    found = {f"{account['name']} {kind}": account[kind] for account in accounts for kind in ("roles", "policies", "jobs")}
    return ", ".join(name for name, kept in found.items() if kept)
