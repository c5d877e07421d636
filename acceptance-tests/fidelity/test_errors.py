"""documented/ is complete: every documented error has a row, and no error is injected that a call can cause."""

import pathlib
import re
import tomllib
import unittest

from errors import rows

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENTED = tomllib.loads((ROOT / "schemas" / "alibaba" / "errors.toml").read_text(encoding="utf-8"))["error"]
EMULATOR = ROOT / "provider" / "emulator" / "src"
# These have no separate code: the fault kinds of the control API cause them for any call.
FAULT_KINDS = {"InternalError", "Throttling.User"}


def fits(documented: dict, row: dict) -> bool:
    code, pattern = row["code"], documented["code"]
    same = code.startswith(pattern[:-1]) if pattern.endswith("*") else code == pattern
    service = documented.get("service") in (None, row["service"])
    return same and service and documented.get("message_contains", "") in row.get("message", "")


def literals() -> set[str]:
    """String literals of the emulator's code, without their prefix."""
    texts: set[str] = set()
    for path in EMULATOR.rglob("*.rs"):
        texts.update(re.findall(r'"(?:DTS\.Msg\.)?([A-Za-z.]+)"', path.read_text(encoding="utf-8")))
    return texts


class Complete(unittest.TestCase):
    def test_every_documented_error_has_a_row(self):
        missing = [documented for documented in DOCUMENTED if not any(fits(documented, row) for row in rows())]
        names = [(row["code"], row.get("service"), row.get("message_contains")) for row in missing]
        self.assertEqual(names, [])

    def test_every_row_is_documented(self):
        unknown = [row["code"] for row in rows() if "documented" not in row and not any(fits(it, row) for it in DOCUMENTED)]
        self.assertEqual(unknown, [])

    def test_nothing_is_injected_that_the_emulator_has_itself(self):
        own = literals()
        # RAM and STS return EntityNotExist.Role; only the same code from DTS is injected.
        injected = {(row["service"], row["code"]) for row in rows() if row.get("injected")} - {("dts", "EntityNotExist.Role")}
        self.assertEqual(sorted(code for _, code in injected if code in own - FAULT_KINDS), [])

    def test_every_row_has_a_twin(self):
        wanted = {"twin", "injected", "tampered", "unknown"}
        self.assertEqual([row["code"] for row in rows() if not wanted & row.keys()], [])


if __name__ == "__main__":
    unittest.main()
