"""Every action that the emulator does not serve returns HTTP 400 and NotEmulated. For an action of the SDKs the message names its purpose."""

from __future__ import annotations

import tomllib

from check import Report
from check_tables import NOT_EMULATED
from sdk_clients import Account
from world import OPERATOR_KEY, expect


def run(url: str, report: Report, signature: str | None) -> None:
    caller = Account(url, OPERATOR_KEY, signature)
    groups = tomllib.loads(NOT_EMULATED.read_text(encoding="utf-8"))["group"]
    for group in groups:
        for action in group["actions"]:
            service = group["service"].lower()
            call = lambda service=service, action=action: caller.call(service, action)
            report.calls += 1
            report.refused(f"{service} {action}", ["NotEmulated"], f"It belongs to: {group['about']}. The real cloud serves it", call, 400)
    unknown = lambda: caller.call_unknown("dts", "DescribeInstances", "2020-01-01")
    report.calls += 1
    report.refused("an action in no list", ["NotEmulated"], "is not in the emulator's lists of actions", unknown, 400)
    about = {group["about"] for group in groups}
    report.add("change tracking is among them", expect("change tracking" in about, True, "subject"))
