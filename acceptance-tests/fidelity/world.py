"""The emulator's built-in world as the scenarios use it, and small helpers they share."""

from __future__ import annotations

import urllib.request

from sdk_clients import Key

REGION = "cn-hangzhou"
SOURCE_UID, DESTINATION_UID = "1234567890123456", "2345678901234567"
SOURCE_KEY = Key("AKSOURCEOWNER", "emulator-secret-of-source-owner")
DESTINATION_KEY = Key("AKDESTINATIONOWNER", "emulator-secret-of-destination-owner")
OPERATOR_KEY = Key("AKOPERATOR", "emulator-secret-of-operator")
OIDC_PROVIDER_ARN = f"acs:ram::{SOURCE_UID}:oidc-provider/ci"
OIDC_TOKEN, OIDC_SUBJECT = "emulator-token-of-ci", "repo:shop/infrastructure"
SOURCE_PASSWORD, DESTINATION_PASSWORD = "source-db-password", "destination-db-password"


def trust_document(uid: str) -> dict:
    principals = {"RAM": [f"acs:ram::{uid}:root"], "Service": [f"{uid}@dts.aliyuncs.com"]}
    return {"Statement": [{"Action": "sts:AssumeRole", "Effect": "Allow", "Principal": principals}], "Version": "1"}


def endpoints(source: dict, destination: dict) -> dict:
    """Both ends as ConfigureDtsJob wants them: RDS for MySQL with the login `dts`, changed by what is given."""
    common = {"instance_type": "RDS", "engine_name": "MYSQL", "region": REGION, "user_name": "dts"}
    source = common | {"instance_id": "rm-source-orders", "password": SOURCE_PASSWORD} | source
    destination = common | {"instance_id": "rm-destination-orders", "password": DESTINATION_PASSWORD} | destination
    named = {f"source_endpoint_{key}": value for key, value in source.items()}
    return named | {f"destination_endpoint_{key}": value for key, value in destination.items()}


def expect(found, wanted, what: str) -> str:
    """The sentence that says what is wrong; empty when nothing is."""
    return "" if found == wanted else f"{what} is {found!r}, expected {wanted!r}"


def reset(url: str) -> None:
    """A fresh world, so that a round that broke off leaves nothing for the next one."""
    request = urllib.request.Request(f"{url}/_control/reset", method="POST")
    urllib.request.urlopen(request, timeout=10).close()  # noqa: S310 - loopback
