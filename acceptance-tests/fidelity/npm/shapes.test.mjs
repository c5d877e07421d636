// Tests of the comparison: the differences it must find, and those it must ignore.
import assert from "node:assert/strict";
import test from "node:test";

import * as ram from "@alicloud/ram20150501";

import { differences, modelShape } from "./shapes.mjs";

const shape = modelShape(ram.GetRoleResponseBody);

test("an answer the model reads has no difference", () => {
  assert.deepEqual(differences({ RequestId: "r", Role: { RoleName: "n", MaxSessionDuration: 3600 } }, shape), []);
});

test("a misspelled key is found, also inside", () => {
  const found = differences({ requestId: "r", Role: { Rolename: "n" } }, shape);
  assert.deepEqual(found, ["requestId: a key the SDK does not know", "Role.Rolename: a key the SDK does not know"]);
});

test("a wrong type is found, also in a list", () => {
  assert.match(differences({ Role: { MaxSessionDuration: "3600" } }, shape)[0], /string where the SDK reads number/);
  assert.match(differences({ a: [{ b: 1 }] }, { a: [{ b: "string" }] })[0], /^a\[0\]\.b: number/);
  assert.match(differences({ a: {} }, { a: [{ b: "string" }] })[0], /^a: object where the SDK reads a list/);
});
