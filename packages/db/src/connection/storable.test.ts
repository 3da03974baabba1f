import { expect, test } from "vitest";
import { storable, storableText } from "./storable.ts";

test("every string in a value, keys included, is redacted and made storable; all else stays", () => {
  const redact = (text: string) => text.replaceAll("s3cret", "***");
  const value = { "a\u0000": ["s3cret", 1, null, true, { deep: "\udc00x😀" }] };
  expect(storable(value, redact)).toEqual({ "a\u2400": ["***", 1, null, true, { deep: "\ufffdx😀" }] });
});

test("redaction sees the text before anything is replaced in it", () => {
  expect(storableText("a\u0000b", (text) => text.replaceAll("a\u0000b", "***"))).toBe("***");
});
