"""Tencent Cloud's SDK clients, configured for an emulator; they keep each raw response and the parsed one."""

from __future__ import annotations

import importlib
import json
import urllib.parse
import warnings

from tencentcloud.common import credential
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile

from sdk_clients import Answer, Key

REGION = "ap-guangzhou"
VERSIONS = {"cam": "v20190116", "dts": "v20211206", "sts": "v20180813", "tag": "v20180813"}
# How the emulator is reached: by its address, or as a proxy of the cloud's own host names.
WAYS = ("address", "proxy")


class Account:
    """Calls with one secret key, by one way."""

    def __init__(self, url: str, key: Key, way: str = "address", region: str = REGION) -> None:
        self.url, self.key, self.way = url, key, way
        self._clients, self._models = {}, {}
        for service, version in VERSIONS.items():
            package = f"tencentcloud.{service}.{version}"
            client_class = getattr(importlib.import_module(f"{package}.{service}_client"), f"{service.capitalize()}Client")
            self._models[service] = importlib.import_module(f"{package}.models")
            profile = ClientProfile(httpProfile=_connection(url, way))
            self._clients[service] = client_class(credential.Credential(key.id, key.secret, key.token), region, profile)

    def call(self, service: str, action: str, **arguments) -> Answer:
        """Calls `action` with the SDK's request model; raises the exceptions of the SDK."""
        client, models, captured = self._clients[service], self._models[service], {}
        original = type(client).call

        def keep(*given, **named):
            body = original(client, *given, **named)
            captured.update(json.loads(body)["Response"])
            return body

        client.call = keep
        request = getattr(models, f"{action}Request")()
        with warnings.catch_warnings():
            # The SDK warns about members that it does not know. A request with one is an error of this program.
            warnings.simplefilter("error")
            request._deserialize(arguments)  # noqa: SLF001 - from_json_string does the same with text
        with warnings.catch_warnings():
            # In an answer, such a member is reported as a difference, with its path.
            warnings.simplefilter("ignore")
            response = getattr(client, action)(request)
        return Answer(action, service, captured, response)

    def call_unknown(self, service: str, action: str, version: str | None = None) -> None:
        """A signed call of an action or an API version that the SDK does not have."""
        client = self._clients[service]
        client._apiVersion = version or type(client)._apiVersion  # noqa: SLF001
        try:
            type(client).call(client, action, {})
        finally:
            client._apiVersion = type(client)._apiVersion  # noqa: SLF001


def _connection(url: str, way: str) -> HttpProfile:
    if way == "proxy":
        return HttpProfile(protocol="http", proxy=url, reqTimeout=15)
    return HttpProfile(protocol="http", endpoint=urllib.parse.urlsplit(url).netloc, reqTimeout=15)
