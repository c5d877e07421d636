"""Every action that the SDK has and the emulator does not serve is refused, with its subject."""

from __future__ import annotations

from check import Report
from tencent import world
from tencent.clients import Account
from tencent.tables import not_served


def run(url: str, report: Report, way: str) -> None:
    caller = Account(url, world.TARGET_KEY, way)
    for service, action, about in not_served():
        report.calls += 1
        call = lambda service=service, action=action: caller.call_unknown(service, action)
        report.refused(f"{service} {action}", ["NotEmulated"], about, call)
