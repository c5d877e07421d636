"""The credential classes of Alibaba Cloud's SDK for Python, which speak to STS over https only: the emulator answers with --tls."""

from __future__ import annotations

import json
import pathlib
import tempfile
import urllib.parse

from alibabacloud_credentials.provider import OIDCRoleArnCredentialsProvider, RamRoleArnCredentialsProvider

from check import Report, describe
from sdk_clients import Account, Key
from world import DESTINATION_KEY, DESTINATION_UID, OIDC_PROVIDER_ARN, OIDC_SUBJECT, OIDC_TOKEN, SOURCE_KEY, SOURCE_UID, expect, trust_document

ROLE, PIPELINE = "over-https", "pipeline-over-https"


def run(url: str, report: Report, signature: str | None) -> None:
    owner = Account(url, SOURCE_KEY, signature)
    condition = {"StringEquals": {"oidc:sub": OIDC_SUBJECT}}
    statement = {"Action": "sts:AssumeRole", "Effect": "Allow", "Principal": {"Federated": [OIDC_PROVIDER_ARN]}, "Condition": condition}
    roles = {ROLE: trust_document(DESTINATION_UID), PIPELINE: {"Statement": [statement], "Version": "1"}}
    for name, document in roles.items():
        report.call("role", owner, "ram", "CreateRole", role_name=name, assume_role_policy_document=json.dumps(document))
    common = {"sts_endpoint": urllib.parse.urlsplit(url).netloc, "role_session_name": "fidelity", "duration_seconds": 900}
    key = {"access_key_id": DESTINATION_KEY.id, "access_key_secret": DESTINATION_KEY.secret}
    arn = lambda name: f"acs:ram::{SOURCE_UID}:role/{name}"
    with tempfile.TemporaryDirectory() as folder:
        token = pathlib.Path(folder) / "token"
        token.write_text(OIDC_TOKEN, encoding="utf-8")
        for name, provider in (
            ("assume_role", lambda: RamRoleArnCredentialsProvider(role_arn=arn(ROLE), **key, **common)),
            ("OIDC", lambda: pipeline(token, arn(PIPELINE), common)),
        ):
            try:
                granted = provider().get_credentials()
            except Exception as error:  # noqa: BLE001 - any exception of the SDK is a problem
                report.add(f"{name} over https", f"raised {describe(error)}")
                continue
            temporary = Account(url, Key(granted.get_access_key_id(), granted.get_access_key_secret(), granted.get_security_token()), signature)
            check = lambda found: expect((found.account_id, found.identity_type), (SOURCE_UID, "AssumedRoleUser"), "identity")
            report.call(f"{name} over https", temporary, "sts", "GetCallerIdentity", check=check)
    for name in roles:
        report.call("role", owner, "ram", "DeleteRole", role_name=name)


def pipeline(token: pathlib.Path, role_arn: str, common: dict) -> OIDCRoleArnCredentialsProvider:
    return OIDCRoleArnCredentialsProvider(
        role_arn=role_arn, oidc_provider_arn=OIDC_PROVIDER_ARN, oidc_token_file_path=str(token), **common
    )
