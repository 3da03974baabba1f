import { expect, test } from "vitest";
import { binarySizes } from "./patch-model.ts";

test("a binary file's size at head is read from the patch", () => {
  const patch = [
    "diff --git a/logo.png b/logo.png",
    "index 1..2 100644",
    "GIT binary patch",
    "literal 3400",
    "zcmV",
    "",
    "literal 120",
    "zcmV",
    "",
    "diff --git a/a.txt b/a.txt",
    "+literal 9",
  ].join("\n");
  expect(binarySizes(patch)).toEqual(new Map([["logo.png", 3_400]]));
});
