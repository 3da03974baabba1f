import { parseCitations } from "@slipway/core";
import { expect, test } from "vitest";
import { evidencePath } from "./evidence-path.ts";

test("a proof of one attempt leads to that attempt's lines, whatever its path holds", () => {
  const paths = parseCitations("【F:src/a&b c.ts†L3-L4】【check:unit tests†L7】").map((citation) =>
    evidencePath({ taskId: "t", attemptId: "a", citation }),
  );
  expect(paths).toEqual([
    "/tasks/t?attempt=a&view=changes&file=src%2Fa%26b+c.ts&line=3",
    "/tasks/t?attempt=a&view=checks&check=unit+tests&line=7",
  ]);
});
