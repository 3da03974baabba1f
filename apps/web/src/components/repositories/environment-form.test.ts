import { expect, test } from "vitest";
import { inputOf } from "./environment-form.ts";

test("empty rows are left out, values keep their equals signs, and an empty image is the bundled one", () => {
  const input = inputOf({
    name: " Default ",
    image: " ",
    variables: "A=1\n\nURL=http://x?a=b\nBARE",
    checks: [
      { key: "1", name: "", command: "npm test", timeoutSeconds: 900 },
      { key: "2", name: "", command: "", timeoutSeconds: 900 },
    ],
  });
  expect(input).toEqual({
    name: "Default",
    image: null,
    variables: { A: "1", URL: "http://x?a=b", BARE: "" },
    checks: [{ name: "npm test", command: "npm test", timeoutSeconds: 900 }],
  });
});
