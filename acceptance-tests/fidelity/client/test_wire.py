"""Tests of the comparison: the differences it must find, and those it must ignore."""

import unittest

from wire import Unsuitable, as_map, differences

FACTS = {
    "DtsJobName": {"type": "string"},
    "Skip": {"type": "boolean"},
    "Du": {"type": "integer"},
    "Tag": {"type": [{"Key": "string"}], "encoding": "flat"},
    "ResourceId": {"type": ["string"], "encoding": "flat"},
    "ResourceNames": {"type": ["string"], "encoding": "json"},
    "Reserve": {"type": "string"},
}


class Maps(unittest.TestCase):
    def test_values_are_typed_and_lists_put_together(self) -> None:
        sent = {"Skip": "true", "Du": "2", "Tag.1.Key": "a", "Tag.1.Value": "b", "Tag.2.Key": "c", "ResourceId.1": "r"}
        expected = {"Skip": True, "Du": 2, "Tag": [{"Key": "a", "Value": "b"}, {"Key": "c"}], "ResourceId": ["r"]}
        self.assertEqual(as_map(sent, FACTS), expected)

    def test_long_lists_keep_their_order(self) -> None:
        sent = {f"ResourceId.{at}": str(at) for at in range(1, 12)}
        self.assertEqual(as_map(sent, FACTS)["ResourceId"], [str(at) for at in range(1, 12)])

    def test_what_has_no_place_is_refused(self) -> None:
        scalars = ({"DtsJobname": "a"}, {"Skip": "yes"}, {"Du": "two"}, {"ResourceNames": "["})
        lists = ({"Tag.0.Key": "a"}, {"ResourceId.2": "a"}, {"ResourceId": "a"})
        for sent in scalars + lists:
            with self.assertRaises(Unsuitable, msg=str(sent)):
                as_map(sent, FACTS)


class Differences(unittest.TestCase):
    def test_the_same_in_other_words_is_the_same(self) -> None:
        ours, theirs = {"Skip": "true", "Reserve": '{"a":"1","b":2}'}, {"Skip": "True", "Reserve": '{"b": 2, "a": "1"}'}
        self.assertEqual(differences(ours, theirs, FACTS), [])

    def test_names_and_values_that_differ_are_told(self) -> None:
        found = differences({"Du": "1", "Reserve": '{"a":"1"}'}, {"DtsJobName": "x", "Reserve": '{"a": 1}'}, FACTS)
        self.assertEqual(len(found), 3, found)
        self.assertEqual(len(differences({"DtsJobName": "true"}, {"DtsJobName": "True"}, FACTS)), 1)


if __name__ == "__main__":
    unittest.main()
