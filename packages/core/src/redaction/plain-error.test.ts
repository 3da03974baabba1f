import { describe, expect, test } from "vitest";
import { addressSecrets } from "./address-secrets.ts";
import { plainError } from "./plain-error.ts";

describe("S07: what a log holds of an error", () => {
  test("S07: is its words, its codes and its causes, and nothing that a client hung on it", () => {
    const request = { headers: { authorization: "token canary" } };
    const cause = Object.assign(new TypeError("connect refused"), { code: "ECONNREFUSED", options: { password: "canary" } });
    const error = Object.assign(new Error("PUT /x failed", { cause }), { status: 401, request, response: { headers: request.headers } });
    expect(plainError(error)).toEqual({
      type: "Error",
      message: "PUT /x failed",
      stack: expect.stringContaining("PUT /x failed"),
      status: 401,
      cause: { type: "TypeError", message: "connect refused", stack: expect.any(String), code: "ECONNREFUSED" },
    });
    expect(JSON.stringify(plainError(error))).not.toContain("canary");
  });

  test("S07: ends where causes go in a circle, and takes what was thrown without being an error", () => {
    const error = new Error("around");
    error.cause = error;
    expect(JSON.stringify(plainError(error)).length).toBeLessThan(20_000);
    expect(plainError("words")).toEqual({ type: "string", message: "words" });
    expect(plainError({ token: "canary" })).toEqual({ type: "object", message: "something that is no error" });
  });
});

test("an address gives its password, unless it is a word of the address itself or too short", () => {
  expect(addressSecrets("DB", "postgresql://app:op%2Fensesame@db/slipway")).toEqual([{ name: "DB", value: "op/ensesame" }]);
  for (const address of [
    "postgresql://slipway:slipway@db/slipway",
    "redis://localhost",
    "postgresql://a:short@db/x",
    "nonsense",
    undefined,
  ]) {
    expect(addressSecrets("DB", address)).toEqual([]);
  }
});
