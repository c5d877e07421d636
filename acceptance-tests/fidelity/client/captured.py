"""The requests that real applies of the provider sent: the files of the acceptance tests in `captured/`."""

from __future__ import annotations

import dataclasses
import json
import pathlib

FOLDER = pathlib.Path(__file__).resolve().parent / "captured"


@dataclasses.dataclass(frozen=True)
class Request:
    """One request as the emulator decoded it, and its file."""

    file: str
    service: str
    action: str
    parameters: dict[str, str]

    def __str__(self) -> str:
        return f"{self.action} in {self.file}"


def load(folder: pathlib.Path = FOLDER) -> list[Request]:
    """Every request of every file; the files contain only the values that differ from the usual values of the action."""
    found = []
    for path in sorted(folder.glob("*.json")):
        for name, requests in json.loads(path.read_text(encoding="utf-8")).items():
            service, action = name.split(" ")
            for beside in requests["beside"]:
                values = {key: value for key, value in (requests["usual"] | beside).items() if value is not None}
                found.append(Request(path.name, service.lower(), action, values))
    return found
