"""Compares a raw response with the keys that the model of Alibaba Cloud's SDK can read."""

from __future__ import annotations

import json
import pathlib

ACTIONS = pathlib.Path(__file__).resolve().parents[2] / "schemas" / "alibaba" / "actions"

PYTHON_TYPES = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "map": (dict,),
}


def load_answers(folder: pathlib.Path = ACTIONS) -> dict[tuple[str, str], dict]:
    """(service, action) → shape of the response, from schemas/alibaba/actions."""
    answers = {}
    for path in sorted(folder.glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        for action, facts in document["actions"].items():
            answers[(document["service"], action)] = facts["answer"]
    return answers


def differences(value, shape, where: str = "") -> list[str]:
    """Keys that the SDK model would drop or misread: unknown keys and wrong JSON types, with their paths."""
    if value is None:
        return []
    if isinstance(shape, dict):
        return _object_differences(value, shape, where)
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{where}: {_kind(value)} where the SDK reads a list"]
        return [line for index, item in enumerate(value) for line in differences(item, shape[0], f"{where}[{index}]")]
    wanted = PYTHON_TYPES.get(shape)
    if wanted is None or (isinstance(value, wanted) and (shape == "boolean" or not isinstance(value, bool))):
        return []
    return [f"{where}: {_kind(value)} where the SDK reads {shape}"]


def left_over(value, read, where: str = "") -> list[str]:
    """Keys of a response that the model of the SDK does not contain after parsing. A null can be missing."""
    if isinstance(value, dict) and isinstance(read, dict):
        found = []
        for key, item in value.items():
            path = f"{where}.{key}" if where else key
            if key not in read:
                found += [f"{path}: left over by the SDK's model"] if item is not None else []
            else:
                found += left_over(item, read[key], path)
        return found
    if isinstance(value, list) and isinstance(read, list):
        if len(value) != len(read):
            return [f"{where}: {len(value)} entries, the SDK's model has {len(read)}"]
        return [line for index, pair in enumerate(zip(value, read)) for line in left_over(*pair, f"{where}[{index}]")]
    return []


def _object_differences(value, shape: dict, where: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{where}: {_kind(value)} where the SDK reads an object"]
    found = []
    for key, item in value.items():
        path = f"{where}.{key}" if where else key
        inner = shape.get(key, shape.get("*"))
        if inner is None:
            found.append(f"{path}: a key the SDK does not know{_nearest(key, shape)}")
        else:
            found.extend(differences(item, inner, path))
    return found


def _nearest(key: str, shape: dict) -> str:
    same = [known for known in shape if known.lower() == key.lower()]
    return f" (it reads {same[0]})" if same else ""


def _kind(value) -> str:
    return {bool: "boolean", int: "integer", float: "number", str: "string", list: "list", dict: "object"}[type(value)]
