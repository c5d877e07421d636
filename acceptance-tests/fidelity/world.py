"""The emulator's built-in world as the scenarios use it, and shared helpers."""

from __future__ import annotations

import json
import urllib.request

from sdk_clients import Key

REGION = "cn-hangzhou"
SOURCE_UID, DESTINATION_UID = "1234567890123456", "2345678901234567"
SOURCE_KEY = Key("AKSOURCEOWNER", "emulator-secret-of-source-owner")
DESTINATION_KEY = Key("AKDESTINATIONOWNER", "emulator-secret-of-destination-owner")
OPERATOR_UID = "3456789012345678"
OPERATOR_KEY = Key("AKOPERATOR", "emulator-secret-of-operator")
OIDC_PROVIDER_ARN = f"acs:ram::{SOURCE_UID}:oidc-provider/ci"
OIDC_TOKEN, OIDC_SUBJECT = "emulator-token-of-ci", "repo:shop/infrastructure"
SOURCE_PASSWORD, DESTINATION_PASSWORD = "source-db-password", "destination-db-password"


def trust_document(uid: str) -> dict:
    principals = {"RAM": [f"acs:ram::{uid}:root"], "Service": [f"{uid}@dts.aliyuncs.com"]}
    return {"Statement": [{"Action": "sts:AssumeRole", "Effect": "Allow", "Principal": principals}], "Version": "1"}


def endpoints(source: dict, destination: dict) -> dict:
    """Both endpoints as parameters of ConfigureDtsJob: RDS for MySQL with the database account `dts`, with the given changes."""
    common = {"instance_type": "RDS", "engine_name": "MYSQL", "region": REGION, "user_name": "dts"}
    source = common | {"instance_id": "rm-source-orders", "password": SOURCE_PASSWORD} | source
    destination = common | {"instance_id": "rm-destination-orders", "password": DESTINATION_PASSWORD} | destination
    named = {f"source_endpoint_{key}": value for key, value in source.items()}
    return named | {f"destination_endpoint_{key}": value for key, value in destination.items()}


def expect(found, wanted, what: str) -> str:
    """A sentence that describes the problem; empty if there is none."""
    return "" if found == wanted else f"{what} is {found!r}, expected {wanted!r}"


def control(url: str, path: str, method: str = "POST", body: dict | None = None):
    """Calls the emulator's control API."""
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(f"{url}/_control/{path}", method=method, data=data)
    with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310 - loopback
        return json.load(response)


def reset(url: str) -> None:
    """Resets the world, so that an aborted round does not affect the next one."""
    control(url, "reset")


def left(url: str) -> str:
    """The remaining roles, jobs and instances; empty if there are none."""
    accounts = control(url, "state", "GET")["accounts"]
    found = {f"{account['name']} {kind}": account[kind] for account in accounts for kind in ("roles", "jobs", "instances")}
    return ", ".join(name for name, kept in found.items() if kept)
