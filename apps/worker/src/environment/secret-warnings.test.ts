import { expect, test } from "vitest";
import { secretWarnings } from "./secret-warnings.ts";

const secrets = [{ name: "A", value: "canary-of-a" }];
const part = (names: string, line: string) => `diff --git ${names}\nindex 1..2 100644\n--- x\n${line}\n`;

test("each file that holds a value is named, whatever the encoding, and no other", () => {
  const patch = [
    part("a/one.txt b/one.txt", "+++ b/one.txt\n@@ -0,0 +1 @@\n+diff --git is a word here: canary-of-a"),
    part("a/two.txt b/two.txt", "+++ b/two.txt\n+nothing"),
    part('"a/dr\\303\\251.txt" "b/dr\\303\\251.txt"', `+++ "b/dr\\303\\251.txt"\n+${Buffer.from("xcanary-of-a").toString("base64")}`),
    part("a/gone.txt b/gone.txt", "+++ /dev/null\n-canary-of-a"),
  ].join("");
  const message = "Holds the value of the secret A.";
  expect(secretWarnings(Buffer.from(patch), secrets)).toEqual([
    { kind: "secret", path: "one.txt", message },
    { kind: "secret", path: "dr\\303\\251.txt", message },
    { kind: "secret", path: "gone.txt", message },
  ]);
  expect(secretWarnings(new Uint8Array(), secrets)).toEqual([]);
  expect(secretWarnings(Buffer.from(patch), [])).toEqual([]);
});
