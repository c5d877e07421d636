// The comparison with the SDK's types finds what it must find.
import assert from "node:assert/strict";
import { test } from "node:test";

import { actionsOf, differences, faultsOf } from "./clients.mjs";

const MODELS = { Answer: { Name: "string", Count: "number", Items: "Array<Item>", Big: "number | bigint" }, Item: { On: "boolean" } };
const of = (value) => differences(MODELS, value, "Answer");

test("an answer with the members of its type has no difference", () => {
  assert.deepEqual(of({ Name: "a", Count: 1, Items: [{ On: true }, { On: null }], Big: 7 }), []);
  assert.deepEqual(of({}), []);
});

test("another member and another type are differences", () => {
  assert.deepEqual(of({ Nmae: "a" }), ["Answer has no Nmae (Answer)"]);
  assert.deepEqual(of({ Count: "1" }), ["Answer.Count is of type string, expected number"]);
  assert.deepEqual(of({ Items: {} }), ["Answer.Items is no list"]);
  assert.deepEqual(of({ Items: [{ Off: true }, 1] }), ["Item has no Off (Answer.Items[0])", "Answer.Items[1] is no object of type Item"]);
});

test("the types of the package were read", () => {
  assert.deepEqual(faultsOf("dts", "DescribeMigrationDetail", { JobId: "dts-1", SrcInfo: { Info: [{ Port: 1 }] } }), []);
  assert.deepEqual(faultsOf("dts", "DescribeMigrationDetail", { JobId: 1 }), ["DescribeMigrationDetailResponse.JobId is of type number, expected string"]);
  assert.ok(actionsOf("dts").length > 60 && actionsOf("cam").includes("GetRole"));
});
