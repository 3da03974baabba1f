import { describe, expect, it } from "vitest";
import { isSameOrigin } from "./require-same-origin.ts";

const host = "localhost:3000";

describe("isSameOrigin", () => {
  it.each([
    [{ site: "same-origin", origin: "http://localhost:3000", host }, true],
    [{ site: "same-site", origin: "http://localhost:3000", host }, false],
    [{ site: "cross-site", origin: "http://localhost:3000", host }, false],
    [{ site: "none", origin: undefined, host }, false],
    [{ site: undefined, origin: "http://localhost:3000", host }, true],
    [{ site: undefined, origin: "http://localhost:3001", host }, false],
    [{ site: undefined, origin: "https://evil.example", host }, false],
    [{ site: undefined, origin: "null", host }, false],
    [{ site: undefined, origin: undefined, host }, false],
  ])("judges %j as %s", (facts, expected) => {
    expect(isSameOrigin(facts)).toBe(expected);
  });
});
