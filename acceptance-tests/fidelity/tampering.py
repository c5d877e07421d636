"""Requests of the SDK with one error: the request is changed before or after the SDK signs it."""

from __future__ import annotations

import contextlib
from unittest import mock

from alibabacloud_tea_openapi.utils import Utils
from darabonba.core import DaraCore


@contextlib.contextmanager
def tampered(how: str):
    """Within the context, every request of the SDK has this error; with an empty name requests are not changed."""
    with TAMPERINGS[how]() if how else contextlib.nullcontext():
        yield


def _before(method: str, value: str):
    return lambda: mock.patch.object(Utils, method, staticmethod(lambda: value))


def _after(change):
    original = DaraCore.do_action

    def send(request, runtime=None):
        change(request)
        return original(request, runtime)

    return lambda: mock.patch.object(DaraCore, "do_action", staticmethod(send))


def _put(request) -> None:
    request.method = "PUT"


def _odd_method(request) -> None:
    if "Authorization" in request.headers:
        request.headers["Authorization"] = request.headers["Authorization"].replace("ACS3-HMAC-SHA256", "ACS3-HMAC-MD5")
    else:
        request.query["SignatureMethod"] = "HMAC-MD5"


def _half_signature(request) -> None:
    request.headers["Authorization"] = request.headers["Authorization"].split(",SignedHeaders=")[0]


TAMPERINGS = {
    "one nonce for all": _before("get_nonce", "d410180a5abf7fe235dd9b74aca91fc0"),
    "an old date": _before("get_timestamp", "2024-06-01T08:30:00Z"),
    "an odd date": _before("get_timestamp", "yesterday"),
    "PUT": _after(_put),
    "an unknown signature method": _after(_odd_method),
    "half a signature": _after(_half_signature),
}
