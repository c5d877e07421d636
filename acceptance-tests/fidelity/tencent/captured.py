"""The requests of real applies of the provider, in captured.json: the SDK sends the same ones, and the emulator must receive the same.

The acceptance tests write the file: the test of the changes of each argument in each status.
"""

from __future__ import annotations

import functools
import json
import pathlib
import urllib.request

from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException

from tencent.clients import Account
from tencent.report import TencentReport
from tencent.world import TARGET_KEY

FILE = pathlib.Path(__file__).resolve().parent / "captured.json"
ACTIONS = pathlib.Path(__file__).resolve().parents[3] / "schemas" / "tencent" / "actions"
# How the text of a scalar in the log of the emulator is read.
READ = {"string": str, "integer": int, "number": float, "boolean": lambda text: {"true": True, "false": False}[text]}


def load() -> list[tuple[str, str, dict[str, str]]]:
    """Service, action and parameters of each request. The file has only the values that differ from the usual ones of the action."""
    found = []
    for name, requests in json.loads(FILE.read_text(encoding="utf-8")).items():
        service, action = name.split(" ")
        for beside in requests["beside"]:
            values = {key: value for key, value in (requests["usual"] | beside).items() if value is not None}
            found.append((service.lower(), action, values))
    return found


@functools.cache
def facts(service: str) -> dict:
    return json.loads((ACTIONS / f"{service}.json").read_text(encoding="utf-8"))


def arguments(service: str, action: str, parameters: dict[str, str]) -> dict:
    """The parameters as the SDK takes them, from the names with dots."""
    nested: dict = {}
    for name, text in parameters.items():
        *path, last = name.split(".")
        inner = nested
        for part in path:
            inner = inner.setdefault(part, {})
        inner[last] = text
    fields = facts(service)["actions"][action]["parameters"]
    return {name: _typed(service, fields[name]["type"], value) for name, value in nested.items()}


def _typed(service: str, kind, value):
    if isinstance(kind, list):
        return [_typed(service, kind[0], value[str(number)]) for number in range(len(value))]
    if kind in READ:
        return READ[kind](value)
    fields = facts(service)["objects"][kind]
    return {name: _typed(service, fields[name]["type"], item) for name, item in value.items()}


def run(url: str, report: TencentReport, way: str) -> None:
    account = Account(url, TARGET_KEY, way)
    requests = load()
    for service, action, parameters in requests:
        try:
            account.call(service, action, **arguments(service, action, parameters))
        except TencentCloudSDKException:
            # Most of the jobs and roles do not exist here.
            continue
        except (KeyError, Warning) as error:
            report.add(f"{action} can be sent by the SDK", f"{error!r} in {parameters}")
    with urllib.request.urlopen(f"{url}/_control/requests", timeout=10) as response:  # noqa: S310 - loopback
        received = json.load(response)
    problem = "" if len(received) == len(requests) else f"{len(received)} of {len(requests)} arrived"
    report.add(f"the requests of real applies were sent by the SDK ({len(requests)})", problem)
    problems = [
        f"{request[1]}: {_differences(request, (entry['service'].lower(), entry['action'], entry['parameters']))}"
        for request, entry in zip(requests, received)
        if request != (entry["service"].lower(), entry["action"], entry["parameters"])
    ]
    report.add("the SDK sends the same requests as the provider", "\n".join(problems))


def _differences(ours: tuple, theirs: tuple) -> str:
    if ours[:2] != theirs[:2]:
        return f"the SDK calls {theirs[:2]}"
    names = sorted(set(ours[2]) | set(theirs[2]))
    return "; ".join(
        f"{name}: {ours[2].get(name)!r}, by the SDK {theirs[2].get(name)!r}" for name in names if ours[2].get(name) != theirs[2].get(name)
    )
