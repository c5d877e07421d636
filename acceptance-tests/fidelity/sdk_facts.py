"""Reads facts about the API from an installed Alibaba Cloud SDK package, without importing it.

Only names, JSON types and places (query or body) are taken. The source is parsed, not run, so what
comes out is the same on every machine that has the pinned version. Whether a parameter is required
is not among the facts: the SDK marks nothing as required, and nothing is invented here.
"""

from __future__ import annotations

import ast
import functools
import importlib.metadata
import importlib.util
import pathlib
import re

SCALARS = {"str": "string", "int": "integer", "bool": "boolean", "float": "number", "Any": "any"}


class FactsError(Exception):
    """The package does not have the expected form; the text names the missing part."""


class SdkPackage:
    """One generated SDK package: its client methods and its models."""

    def __init__(self, name: str) -> None:
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            raise FactsError(f"package {name} is not installed; run `make fidelity`, which installs it")
        self.name = name
        self.version = importlib.metadata.version(name)
        self.root = pathlib.Path(spec.origin).parent

    @functools.cached_property
    def client_methods(self) -> dict[str, ast.FunctionDef]:
        tree = ast.parse((self.root / "client.py").read_text(encoding="utf-8"))
        client = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Client")
        return {node.name: node for node in client.body if isinstance(node, ast.FunctionDef)}

    def actions(self) -> list[str]:
        """Names of all actions."""
        methods = [method for name, method in self.client_methods.items() if name.endswith("with_options")]
        return sorted({_params_of(method)["action"] for method in methods})

    @functools.cached_property
    def model_files(self) -> dict[str, pathlib.Path]:
        files: dict[str, pathlib.Path] = {}
        for path in sorted((self.root / "models").glob("_*.py")):
            for name in re.findall(r"^class (\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE):
                files[name] = path
        return files

    @functools.lru_cache(maxsize=None)
    def model(self, name: str) -> ast.ClassDef:
        path = self.model_files.get(name)
        if path is None:
            raise FactsError(f"{self.name} {self.version} has no model {name}")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        return next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name)


def action_facts(package: SdkPackage, action: str) -> dict:
    """The facts about one action: version, method, parameters, response."""
    method = _method_of(package, action)
    call = _params_of(method)
    if call.get("action") != action:
        raise FactsError(f"{package.name}: {method.name} calls {call.get('action')}, expected {action}")
    answer = _shape_of(package, f"{action}ResponseBody", ())
    return {
        "answer": answer,
        "method": call["method"],
        "parameters": dict(sorted(_parameters(package, action, method).items())),
        "version": call["version"],
    }


def _method_of(package: SdkPackage, action: str) -> ast.FunctionDef:
    wanted = action.lower() + "withoptions"
    for name, node in package.client_methods.items():
        if name.replace("_", "") == wanted:
            return node
    raise FactsError(f"{package.name} {package.version} has no method for {action}")


def _params_of(method: ast.FunctionDef) -> dict[str, str]:
    for node in ast.walk(method):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "Params":
            return {word.arg: word.value.value for word in node.keywords if isinstance(word.value, ast.Constant)}
    raise FactsError(f"{method.name} builds no Params")


def _parameters(package: SdkPackage, action: str, method: ast.FunctionDef) -> dict[str, dict]:
    """`query['Name'] = request.attribute` and `body['Name'] = …` show the location of each parameter."""
    found: dict[str, dict] = {}
    for node in ast.walk(method):
        if not (isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript)):
            continue
        target = node.targets[0]
        place = getattr(target.value, "id", "")
        if place not in ("query", "body") or not isinstance(node.value, ast.Attribute):
            continue
        attribute = node.value.attr
        as_json = attribute.endswith("_shrink")
        attribute = attribute.removesuffix("_shrink")
        shape = _attribute_shape(package, f"{action}Request", attribute)
        fact = {"in": place, "type": shape}
        if not isinstance(shape, str) or shape == "map":
            fact["encoding"] = "json" if as_json else "flat"
        found[target.slice.value] = fact
    return found


def _attribute_shape(package: SdkPackage, model: str, attribute: str):
    return _shape_of_type(package, _attribute_types(package, model)[attribute], (model,))


def _attribute_types(package: SdkPackage, model: str) -> dict[str, ast.expr]:
    init = _function(package.model(model), "__init__")
    return {argument.arg: argument.annotation for argument in init.args.args[1:]}


def _shape_of(package: SdkPackage, model: str, inside: tuple[str, ...]) -> dict:
    """A model as {wire name: shape}, read from the keys that its `from_map` reads."""
    if model in inside:
        raise FactsError(f"{package.name}: model {model} contains itself")
    types = _attribute_types(package, model)
    shape = {}
    for wire_name, attribute in _read_keys(package.model(model)):
        shape[wire_name] = _shape_of_type(package, types[attribute], (*inside, model))
    return dict(sorted(shape.items()))


def _read_keys(model: ast.ClassDef):
    """Pairs of API name and attribute: `if m.get('Name') …: self.attribute = …`."""
    for node in _function(model, "from_map").body:
        if not isinstance(node, ast.If):
            continue
        names = [part.args[0].value for part in ast.walk(node.test) if _is_get(part)]
        attributes = [
            part.attr
            for statement in node.body
            for part in ast.walk(statement)
            if isinstance(part, ast.Attribute) and getattr(part.value, "id", "") == "self"
        ]
        if not names or not attributes:
            raise FactsError(f"{model.name}.from_map has a branch that was not understood (line {node.lineno})")
        yield names[0], attributes[0]


def _is_get(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "get" and bool(node.args)


def _function(model: ast.ClassDef, name: str) -> ast.FunctionDef:
    return next(node for node in model.body if isinstance(node, ast.FunctionDef) and node.name == name)


def _shape_of_type(package: SdkPackage, annotation: ast.expr, inside: tuple[str, ...]):
    """Scalars are strings, lists are lists with one element, models are objects, maps with any keys are "map"."""
    if isinstance(annotation, ast.Name) and annotation.id in SCALARS:
        return SCALARS[annotation.id]
    if isinstance(annotation, ast.Attribute):
        return _shape_of(package, annotation.attr, inside)
    if isinstance(annotation, ast.Subscript) and annotation.value.id == "List":
        return [_shape_of_type(package, annotation.slice, inside)]
    if isinstance(annotation, ast.Subscript) and annotation.value.id == "Dict":
        value = _shape_of_type(package, annotation.slice.elts[1], inside)
        return "map" if isinstance(value, str) else {"*": value}
    raise FactsError(f"{package.name}: type {ast.unparse(annotation)} is not understood")
