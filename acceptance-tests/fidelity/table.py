"""The final table: the coverage of each part, and whether there were differences.

    python table.py FOLDER PART...

FOLDER has PART.json of each part. Exit code 0 when all parts are there, nothing differed, and every action that the
emulator serves was covered. Calls of other actions, which must be refused, cover nothing.
"""

from __future__ import annotations

import json
import pathlib
import sys
import tomllib

EMULATOR = pathlib.Path(__file__).resolve().parents[2] / "provider" / "emulator" / "src"
PARAMETERS = EMULATOR / "alibaba" / "parameters.toml"
TENCENT_ACTIONS = EMULATOR / "tencent" / "actions.toml"
NUMBERS = ("calls", "answers_parsed", "errors_matched")
HEADINGS = ("part", "actions covered", "calls made", "responses parsed", "errors matched", "mismatches")


def served() -> set[str]:
    """The actions that the emulator's table of Alibaba Cloud lists."""
    table = tomllib.loads(PARAMETERS.read_text(encoding="utf-8"))
    return {f"{service.lower()}:{action}" for service, actions in table.items() for action in actions}


def served_by_tencent() -> set[str]:
    """The actions that the emulator's table of Tencent Cloud lists."""
    table = tomllib.loads(TENCENT_ACTIONS.read_text(encoding="utf-8"))
    return {f"tencent {service}:{action}" for service, actions in table.items() if service != "types" for action in actions}


def all_served() -> set[str]:
    return served() | served_by_tencent()


def read(folder: pathlib.Path, part: str) -> dict:
    """The numbers of the part; a part without numbers is a mismatch."""
    try:
        found = json.loads((folder / f"{part}.json").read_text(encoding="utf-8"))
        [found[name] + 0 for name in NUMBERS]
        return found | {"actions": set(found["actions"]) & all_served(), "mismatches": list(found["mismatches"])}
    except (OSError, ValueError, KeyError, TypeError) as error:
        empty = dict.fromkeys(NUMBERS, 0)
        return {"part": part, "actions": set(), "mismatches": [f"{part} left no numbers: {error!r}"], **empty}


def total(parts: list[dict]) -> dict:
    numbers = {name: sum(part[name] for part in parts) for name in NUMBERS}
    actions = set().union(*(part["actions"] for part in parts))
    mismatches = [mismatch for part in parts for mismatch in part["mismatches"]]
    mismatches += [f"no part has covered {action}" for action in sorted(all_served() - actions)]
    return {"part": "all", "actions": actions, "mismatches": mismatches, **numbers}


def lines(parts: list[dict]) -> list[str]:
    rows = [HEADINGS]
    for part in [*parts, total(parts)]:
        numbers = (f"{len(part['actions'])} of {len(all_served())}", *(part[name] for name in NUMBERS), len(part["mismatches"]))
        rows.append((part["part"], *(str(number) for number in numbers)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    text = lambda row: "  ".join([row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:]))])
    return [text(row) for row in rows]


def main() -> int:
    if len(sys.argv) < 3:
        sys.exit("usage: table.py FOLDER PART...")
    parts = [read(pathlib.Path(sys.argv[1]), part) for part in sys.argv[2:]]
    for mismatch in total(parts)["mismatches"]:
        print(f"fidelity: {mismatch}", file=sys.stderr)
    print("\n".join(lines(parts)))
    return 1 if total(parts)["mismatches"] else 0


if __name__ == "__main__":
    sys.exit(main())
