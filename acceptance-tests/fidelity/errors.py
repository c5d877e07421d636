"""Runs the rows of documented/: each documented error, and its twin, which must succeed."""

from __future__ import annotations

import pathlib
import tomllib

from check import Report
from stages import CONFIGURATION, Stage
from tampering import tampered
from world import control

TABLES = pathlib.Path(__file__).with_name("documented")


def rows() -> list[dict]:
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(TABLES.glob("*.toml"))]
    return [row for table in tables for row in table["error"]]


def run(url: str, report: Report, signature: str | None) -> None:
    scheme = "HMAC-SHA1" if signature else "ACS3-HMAC-SHA256"
    for row in rows():
        if row.get("only", scheme) == scheme:
            Row(url, report, signature, row).play()


class Row:
    """One row with one signature version."""

    def __init__(self, url: str, report: Report, signature: str | None, row: dict) -> None:
        self.url, self.report, self.signature, self.row = url, report, signature, row
        self.service, self.action = row["service"], row["action"]
        self.step = f"{row['code']}, {self.service} {self.action}"

    def play(self) -> None:
        row, twin = self.row, self.row.get("twin", {})
        stage = Stage(self.url, row.get("stage", "fresh"), self.signature)
        if row.get("injected"):
            rule = {"match": {"action": self.action}, "kind": "error", "code": self.returned_code(), "http_status": row["injected"]}
            control(self.url, "faults", body=rule)
        if row.get("twice"):
            with tampered(row["tampered"]):
                self.call(stage, {})()
        with tampered(row.get("tampered", "")):
            http = row.get("http", row.get("injected"))
            self.report.refused(self.step, [row["code"]], row.get("message", ""), self.call(stage, {}, row.get("unknown", False)), http)
        if "stage" in twin:
            stage = Stage(self.url, twin["stage"], self.signature)
        account = stage.account(twin.get("by", row["by"]))
        self.report.call(f"twin of {row['code']}", account, self.service, self.action, **self.arguments(stage, twin))

    def returned_code(self) -> str:
        """An injected error of DTS has the prefix, as in the real service."""
        code = self.row["code"]
        return f"DTS.Msg.{code}" if self.row["injected"] == 200 and "." in code else code

    def call(self, stage: Stage, twin: dict, unknown: bool = False):
        account = stage.account(self.row["by"])
        if unknown:
            return lambda: self.counted(lambda: account.call_unknown(self.service, self.action, "2999-01-01"))
        return lambda: self.counted(lambda: account.call(self.service, self.action, **self.arguments(stage, twin)))

    def counted(self, call):
        self.report.calls += 1
        return call()

    def arguments(self, stage: Stage, twin: dict) -> dict:
        given = (CONFIGURATION if self.row.get("configuration") else {}) | self.row.get("with", {}) | twin.get("with", {})
        return {name: filled(value, stage.words) for name, value in given.items() if name not in twin.get("without", [])}


def filled(value, words: dict):
    if isinstance(value, str):
        for word, text in words.items():
            value = value.replace("{" + word + "}", text)
    return value
