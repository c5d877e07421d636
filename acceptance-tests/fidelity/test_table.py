"""Tests of the table: the sums, and that a part without numbers is a mismatch."""

import json
import pathlib
import tempfile
import unittest

from table import all_served, lines, read, total


def part(name: str, actions: list[str], calls: int, mismatches: list[str]) -> dict:
    numbers = {"calls": calls, "answers_parsed": 1, "errors_matched": 2}
    return {"part": name, "actions": actions, "mismatches": mismatches, **numbers}


class Table(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def write(self, document: dict) -> None:
        (self.folder / f"{document['part']}.json").write_text(json.dumps(document), encoding="utf-8")

    def test_actions_of_two_parts_count_once_and_calls_add_up(self):
        actions = sorted(all_served())
        self.write(part("a", [*actions[1:], "dts:NoSuchAction"], 3, []))
        self.write(part("b", actions[:2], 4, []))
        both = [read(self.folder, name) for name in ("a", "b")]
        found = total(both)
        self.assertEqual((len(both[0]["actions"]), len(found["actions"])), (len(actions) - 1, len(actions)))
        self.assertEqual((found["calls"], found["errors_matched"], found["mismatches"]), (7, 4, []))
        self.assertEqual(lines(both)[-1].split(), ["all", str(len(actions)), "of", str(len(actions)), "7", "2", "4", "0"])

    def test_a_mismatch_is_kept_and_an_action_nobody_has_covered_is_one(self):
        actions = sorted(all_served())
        self.write(part("a", actions[1:], 0, ["a key"]))
        self.assertEqual(total([read(self.folder, "a")])["mismatches"], ["a key", f"no part has covered {actions[0]}"])

    def test_a_part_that_left_nothing_or_half_of_it_is_a_mismatch(self):
        self.assertEqual(len(read(self.folder, "absent")["mismatches"]), 1)
        self.write({"part": "half", "calls": 1})
        self.assertEqual(len(read(self.folder, "half")["mismatches"]), 1)


if __name__ == "__main__":
    unittest.main()
