"""Calls an emulator with Alibaba Cloud's Python SDKs, once per signature version.

    python drive.py http://127.0.0.1:PORT FOLDER [--all]

The address is an emulator on its built-in world and world_more.toml. What failed is printed, with --all every step;
FOLDER takes python.json, the numbers for the table. Exit code 0 when every step passed.
"""

from __future__ import annotations

import sys

import purchased_before_configure
import errors
import not_emulated
import oidc
import other_actions
import over_https
import pages
import scenarios
import sessions
import synchronization
from check import Report, Stop
from scenario1 import Scenario
from table import served
from world import reset

SCHEMES = {"ACS3-HMAC-SHA256": None, "HMAC-SHA1": "v2"}
PARTS = {
    "Scenario 1": lambda url, report, signature: Scenario(url, report, signature).run(),
    "Scenarios 2 and 3": scenarios.run,
    "Other actions": other_actions.run,
    "An identity provider": oidc.run,
    "Over https": over_https.run,
    "Sessions": sessions.run,
    "Bought first, several jobs, connections": purchased_before_configure.run,
    "Synchronization in both directions": synchronization.run,
    "Pages": pages.run,
    "Errors and their twins": errors.run,
    "Not emulated": not_emulated.run,
}


def main() -> int:
    if len(sys.argv) not in (3, 4) or not sys.argv[1].startswith("http://"):
        sys.exit("usage: drive.py http://HOST:PORT FOLDER [--all]")
    url, folder = sys.argv[1].rstrip("/"), sys.argv[2]
    report, covered = Report(), set()
    for scheme, signature in SCHEMES.items():
        for name, part in PARTS.items():
            report.part = f"{name}, {scheme}"
            reset(url)
            try:
                part(url, report, signature)
            except Stop as stop:
                report.add("the rest of this part was not run", f"it depends on: {stop}")
        report.part = f"Coverage, {scheme}"
        report.add("every action of the emulator was answered", ", ".join(sorted(served() - report.answered)))
        covered |= report.answered
        report.answered = set()
    report.answered = covered
    report.print(complete="--all" in sys.argv)
    report.write(folder, "python")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
