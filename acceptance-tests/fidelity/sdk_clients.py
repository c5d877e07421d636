"""Alibaba Cloud's SDK clients, configured for an emulator; they keep each raw response and the parsed one."""

from __future__ import annotations

import dataclasses
import urllib.parse

from alibabacloud_dts20200101 import models as dts
from alibabacloud_dts20200101.client import Client as DtsClient
from alibabacloud_ram20150501 import models as ram
from alibabacloud_ram20150501.client import Client as RamClient
from alibabacloud_sts20150401 import models as sts
from alibabacloud_sts20150401.client import Client as StsClient
from alibabacloud_tea_openapi.utils_models import Config, OpenApiRequest, Params
from darabonba.runtime import RuntimeOptions

SERVICES = {"dts": (DtsClient, dts), "ram": (RamClient, ram), "sts": (StsClient, sts)}


@dataclasses.dataclass(frozen=True)
class Key:
    """An access key, long-lived or temporary."""

    id: str
    secret: str
    token: str | None = None


@dataclasses.dataclass(frozen=True)
class Answer:
    """One response: the raw body, and the body as parsed by the SDK."""

    action: str
    service: str
    raw: dict
    parsed: object


class Account:
    """Calls with one access key and one signature version."""

    def __init__(self, url: str, key: Key, signature: str | None = None) -> None:
        self.url, self.key, self.signature = url, key, signature
        self._clients = {}
        for service, (client_class, _) in SERVICES.items():
            config = Config(
                access_key_id=key.id,
                access_key_secret=key.secret,
                security_token=key.token,
                endpoint=urllib.parse.urlsplit(url).netloc,
                protocol="http",
                region_id="cn-hangzhou",
                signature_algorithm=signature,
                connect_timeout=5_000,
                read_timeout=15_000,
                no_proxy="*",
            )
            self._clients[service] = client_class(config)

    def call(self, service: str, action: str, **arguments) -> Answer:
        """Calls `action` with the SDK's request model; raises the exceptions of the SDK."""
        client = self._clients[service]
        captured: dict = {}

        def keeping(original):
            def keep(*given):
                response = original(client, *given)
                captured.update(response)
                return response

            return keep

        # Calls without a signature use the second method.
        for name in ("call_api", "do_rpcrequest"):
            setattr(client, name, keeping(getattr(type(client), name)))
        method = getattr(client, _method_name(client, action))
        request_class = getattr(SERVICES[service][1], f"{action}Request", None)
        given = [request_class(**arguments)] if request_class else []
        response = method(*given, RuntimeOptions())
        return Answer(action, service, captured["body"], response.body)


    def call_unknown(self, service: str, action: str, version: str, **parameters) -> dict:
        """A signed call of an action or an API version that the SDK does not have; returns the body of the answer."""
        kind = {"protocol": "HTTP", "pathname": "/", "method": "POST", "style": "RPC"}
        of_call = Params(action=action, version=version, auth_type="AK", req_body_type="formData", body_type="json", **kind)
        return self._clients[service].call_api(of_call, OpenApiRequest(query=parameters), RuntimeOptions())["body"]


def _method_name(client, action: str) -> str:
    wanted = action.lower() + "withoptions"
    return next(name for name in dir(client) if name.replace("_", "") == wanted)
