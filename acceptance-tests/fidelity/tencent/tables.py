"""Compares the emulator's tables of Tencent Cloud's actions with the API descriptions of the pinned command line tool.

    python -m tencent.tables

Exit code 0 when nothing differs. The tables of the emulator stay its own; this only compares.
"""

from __future__ import annotations

import json
import pathlib
import sys
import tomllib

from extract_tencent_actions import OUT
from tencent.clients import VERSIONS
from tencent.report import description

EMULATOR = pathlib.Path(__file__).resolve().parents[3] / "provider" / "emulator" / "src" / "tencent"
KINDS = {"string": "text", "integer": "int", "boolean": "bool"}
# Parameters that the descriptions require, and that other clients of Tencent Cloud leave out.
OPTIONAL_FOR_OTHERS: dict[tuple[str, str], str] = {}


def served() -> dict[str, dict[str, dict]]:
    """The rows of the emulator's table, by service and action."""
    table = tomllib.loads((EMULATOR / "actions.toml").read_text(encoding="utf-8"))
    return {service: actions for service, actions in table.items() if service != "types"}


def types() -> dict[str, dict]:
    return tomllib.loads((EMULATOR / "actions.toml").read_text(encoding="utf-8"))["types"]


def not_served() -> list[tuple[str, str, str]]:
    """Service, action and subject of what is listed as not emulated."""
    groups = tomllib.loads((EMULATOR / "not_emulated.toml").read_text(encoding="utf-8"))["group"]
    return [(group["service"], action, group["about"]) for group in groups for action in group["actions"]]


def check_actions() -> list[str]:
    """Every action of a service is served or listed as not emulated, and neither list has one that the service does not have."""
    problems = []
    for service in VERSIONS:
        known = set(description(service).actions)
        listed = [action for of, action, _ in not_served() if of == service]
        ours = set(served()[service]) | set(listed)
        problems += [f"{service} {action} is neither served nor listed as not emulated" for action in sorted(known - ours)]
        problems += [f"{service} has no action {action}" for action in sorted(ours - known)]
        problems += [f"{service} {action} is served and listed as not emulated" for action in sorted(set(served()[service]) & set(listed))]
    for path in sorted(OUT.glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        missing = set(document["actions"]) - set(served()[document["service"]])
        problems += [f"{document['service']} {action} is an action of the client and not served" for action in sorted(missing)]
    return problems


def check_parameters() -> list[str]:
    problems = []
    for service, actions in served().items():
        for action, row in actions.items():
            if action in description(service).actions:
                members = description(service).members(description(service).actions[action]["input"])
                problems += differences(service, f"{service} {action}", row, members)
    return problems


def check_types() -> list[str]:
    """The structures that requests contain. One name can be another structure in another service."""
    problems = []
    for name, row in types().items():
        published = name.split(".")[-1]
        services = [service for service in VERSIONS if used(service, name) and published in description(service).objects]
        for service in services:
            problems += differences(service, f"type {name}", row, description(service).members(published))
        problems += [] if services else [f"type {name} is in no description"]
    return problems


def used(service: str, name: str) -> bool:
    """Whether a served action of the service has the structure among its parameters, directly or inside another one."""
    rows = list(served()[service].values())
    seen: set[str] = set()
    while rows:
        for kind in rows.pop().values():
            inner = kind.strip("!?[]")
            if inner in types() and inner not in seen:
                seen.add(inner)
                rows.append(types()[inner])
    return name in seen


def differences(service: str, what: str, row: dict, members: list[dict]) -> list[str]:
    """The names, types and required members of a row that differ from the description."""
    known = {member["name"]: member for member in members}
    published = {name: kind for name, kind in row.items() if not kind.endswith("?")}
    problems = [f"{what} has {name}, the description does not" for name in sorted(set(published) - set(known))]
    problems += [f"{what} lacks {name}" for name in sorted(set(known) - set(row))]
    for name in sorted(set(published) & set(known)):
        wanted = text(service, known[name])
        if published[name].rstrip("!").replace(f"{service}.", "") != wanted:
            problems.append(f"{what} has {name} as {published[name]}, the description has {wanted}")
        if published[name].endswith("!") and not known[name].get("required"):
            problems.append(f"{what} requires {name}, the description does not")
        if known[name].get("required") and not published[name].endswith("!") and (what, name) not in OPTIONAL_FOR_OTHERS:
            problems.append(f"{what} does not require {name}, the description does")
    return problems


def text(service: str, member: dict) -> str:
    kind = description(service).kind(member)
    return f"[{KINDS.get(kind[0], kind[0])}]" if isinstance(kind, list) else KINDS.get(kind, kind)


def main() -> int:
    problems = check_actions() + check_parameters() + check_types()
    for problem in problems:
        print(f"emulator tables of Tencent Cloud: {problem}", file=sys.stderr)
    print(f"emulator tables of Tencent Cloud against {len(VERSIONS)} API descriptions: {len(problems)} differences")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
