"""Calls an emulator with Tencent Cloud's Python SDK, once by its address and once as a proxy of the cloud's host names.

    python -m tencent.drive http://127.0.0.1:PORT FOLDER [--all]

The address is an emulator on its built-in world and tencent/world_more.toml. What failed is printed, with --all every step;
FOLDER takes tencent.json, the numbers for the table. Exit code 0 when every step passed.
"""

from __future__ import annotations

import sys

from check import Stop
from table import served_by_tencent
from tencent import access, captured, errors, flow, not_emulated
from tencent.clients import WAYS
from tencent.report import TencentReport
from world import reset

PARTS = {
    "CAM, STS and Tag": access.run,
    "A migration across accounts": flow.run,
    "A job that failed": flow.failed_job,
    "Errors and their twins": errors.run,
    "Not emulated": not_emulated.run,
    "Requests of real applies": captured.run,
}


def main() -> int:
    if len(sys.argv) not in (3, 4) or not sys.argv[1].startswith("http://"):
        sys.exit("usage: python -m tencent.drive http://HOST:PORT FOLDER [--all]")
    url, folder = sys.argv[1].rstrip("/"), sys.argv[2]
    report = TencentReport()
    for way in WAYS:
        for name, part in PARTS.items():
            report.part = f"{name}, by {way}"
            reset(url)
            try:
                part(url, report, way)
            except Stop as stop:
                report.add("the rest of this part was not run", f"it depends on: {stop}")
    report.part = "Coverage"
    report.add("every action of the emulator was answered", ", ".join(sorted(served_by_tencent() - report.answered)))
    report.print(complete="--all" in sys.argv)
    report.write(folder, "tencent")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
