"""Tests of the comparison: every rejected response next to an accepted one."""

import unittest

from shapes import differences, left_over, load_answers

SHAPE = {"DtsJobId": "string", "Delay": "integer", "Success": "boolean", "List": [{"Key": "string"}], "Free": "map"}


class Differences(unittest.TestCase):
    def test_known_keys_of_the_right_type_pass(self):
        answer = {"DtsJobId": "a", "Delay": 1, "Success": True, "List": [{"Key": "k"}], "Free": {"any": 1}}
        self.assertEqual(differences(answer, SHAPE), [])

    def test_a_key_in_the_wrong_case_is_named_with_the_right_one(self):
        self.assertEqual(differences({"DtsJobID": "a"}, SHAPE), ["DtsJobID: a key the SDK does not know (it reads DtsJobId)"])

    def test_a_key_inside_a_list_is_named_with_its_place(self):
        found = differences({"List": [{"Key": "k"}, {"Keys": "k"}]}, SHAPE)
        self.assertEqual(found, ["List[1].Keys: a key the SDK does not know"])

    def test_a_text_where_a_number_is_read_is_found(self):
        self.assertEqual(differences({"Delay": "1"}, SHAPE), ["Delay: string where the SDK reads integer"])

    def test_a_boolean_is_not_a_number(self):
        self.assertEqual(differences({"Delay": True}, SHAPE), ["Delay: boolean where the SDK reads integer"])

    def test_a_missing_value_is_no_difference(self):
        self.assertEqual(differences({"Delay": None}, SHAPE), [])


class LeftOver(unittest.TestCase):
    def test_a_key_the_model_has_not_kept_is_named(self):
        self.assertEqual(left_over({"A": [{"B": 1, "C": 2}]}, {"A": [{"B": 1}]}), ["A[0].C: left over by the SDK's model"])

    def test_what_the_model_has_kept_passes(self):
        self.assertEqual(left_over({"A": [{"B": 1}], "D": None}, {"A": [{"B": 1}]}), [])

    def test_an_entry_the_model_has_lost_is_named(self):
        self.assertEqual(left_over({"A": [1, 2]}, {"A": [1]}), ["A: 2 entries, the SDK's model has 1"])


class Files(unittest.TestCase):
    def test_casing_traps_are_as_the_sdk_has_them(self):
        answers = load_answers()
        self.assertIn("DtsInstanceId", answers[("dts", "ConfigureDtsJob")])
        self.assertIn("DtsInstanceID", answers[("dts", "DescribeDtsJobDetail")])
        self.assertEqual(answers[("dts", "ConfigureDtsJob")]["Success"], "string")
        self.assertEqual(answers[("dts", "StartDtsJob")]["Success"], "boolean")


if __name__ == "__main__":
    unittest.main()
