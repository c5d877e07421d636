"""Converts API parameters to a request model of the SDK, and compares two decoded requests."""

from __future__ import annotations

import json
import re


class Unsuitable(Exception):
    """A parameter that the SDK's model does not have; the text names it."""


def as_map(parameters: dict[str, str], facts: dict) -> dict:
    """The parameters in the form that `from_map` of the model accepts: typed, with flat lists and JSON lists decoded."""
    values: dict = {}
    for name, text in sorted(parameters.items(), key=_by_index):
        top, *rest = name.split(".")
        fact = facts.get(top)
        if fact is None:
            raise Unsuitable(f"the SDK has no parameter {name}")
        if rest:
            _put(values.setdefault(top, []), rest, text, name)
        else:
            values[name] = _typed(name, text, fact)
    return values


def _by_index(pair: tuple[str, str]) -> list:
    return [int(part) if part.isdigit() else part for part in pair[0].split(".")]


def _put(items: list, rest: list[str], text: str, name: str) -> None:
    """`Tag.1.Key` → the first item's `Key`; `ResourceId.1` → the first item."""
    at = int(rest[0]) - 1 if re.fullmatch(r"[1-9]\d*", rest[0]) else -1
    if at == len(items):
        items.append({} if rest[1:] else text)
    elif at < 0 or at != len(items) - 1 or not rest[1:]:
        raise Unsuitable(f"{name} is out of order")
    if rest[1:]:
        items[at][rest[1]] = text


def _typed(name: str, text: str, fact: dict):
    kind = fact["type"]
    if kind == "boolean":
        if text not in ("true", "false"):
            raise Unsuitable(f"{name} is {text!r}, not a boolean")
        return text == "true"
    if kind in ("integer", "number"):
        try:
            return int(text) if kind == "integer" else float(text)
        except ValueError:
            raise Unsuitable(f"{name} is {text!r}, not of type {kind}") from None
    if isinstance(kind, str):
        return text
    if fact.get("encoding") != "json":
        raise Unsuitable(f"{name} has no index")
    try:
        return json.loads(text)
    except ValueError:
        raise Unsuitable(f"{name} is {text!r}, not JSON") from None


def differences(ours: dict[str, str], theirs: dict[str, str], facts: dict) -> list[str]:
    """The differences between the requests of the provider and of the SDK."""
    found = [f"the SDK does not send {name}" for name in sorted(ours.keys() - theirs.keys())]
    found += [f"only the SDK sends {name}" for name in sorted(theirs.keys() - ours.keys())]
    for name in sorted(ours.keys() & theirs.keys()):
        one, other = (meaning(side[name], facts.get(name.split(".")[0], {})) for side in (ours, theirs))
        if one != other:
            found.append(f"{name} is {one!r}, the SDK sends {other!r}")
    return found


def meaning(text: str, fact: dict):
    """Normalizes equivalent texts: JSON by its value, booleans without regard to case."""
    if fact.get("type") == "boolean":
        return text.lower()
    if text[:1] in ("{", "["):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text
