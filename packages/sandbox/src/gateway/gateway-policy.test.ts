import { expect, test } from "vitest";
import { type GatewayPolicy, judgeMethod, judgeTarget, matchesHost } from "./gateway-policy.ts";

const list: GatewayPolicy = {
  mode: "list",
  rules: [
    { pattern: "allowed.test", ports: [80] },
    { pattern: "*.wild.test", ports: [] },
  ],
};

test("N11: a host matches whole labels only", () => {
  expect(matchesHost("allowed.test", "allowed.test")).toBe(true);
  for (const host of ["evilallowed.test", "allowed.test.evil", "a.allowed.test", "allowed.tes", "allowed.testx"])
    expect(matchesHost("allowed.test", host)).toBe(false);
  expect(matchesHost("*.wild.test", "a.wild.test")).toBe(true);
  expect(matchesHost("*.wild.test", "a.b.wild.test")).toBe(true);
  for (const host of ["wild.test", ".wild.test", "evilwild.test", "a.wild.test.evil"]) expect(matchesHost("*.wild.test", host)).toBe(false);
});

test("N09: an allowed host is refused on every port but its own", () => {
  for (const port of [443, 80]) expect(judgeTarget(list, { host: "allowed.test", port })).toMatchObject({ allowed: true });
  for (const port of [22, 25, 8080, 53, 5432]) {
    expect(judgeTarget(list, { host: "allowed.test", port })).toMatchObject({ allowed: false });
    expect(judgeTarget({ mode: "public", rules: [] }, { host: "any.test", port })).toMatchObject({ allowed: false });
  }
  expect(judgeTarget(list, { host: "a.wild.test", port: 80 })).toMatchObject({ allowed: false });
});

test("a private address needs an exception on the very rule that lists the host", () => {
  const rules = [{ pattern: "allowed.test", ports: [80], mayBePrivate: true }, ...list.rules];
  for (const mode of ["list", "common", "public"] as const) {
    expect(judgeTarget({ mode, rules }, { host: "allowed.test", port: 443 })).toEqual({ allowed: true, mayBePrivate: true });
    expect(judgeTarget({ mode, rules }, { host: "a.wild.test", port: 443 })).toEqual({ allowed: true, mayBePrivate: false });
  }
  expect(judgeTarget({ mode: "public", rules }, { host: "any.test", port: 443 })).toEqual({ allowed: true, mayBePrivate: false });
});

test("N16: a method that is not listed is refused", () => {
  expect(judgeMethod({ ...list, methods: ["GET", "HEAD"] }, "GET")).toMatchObject({ allowed: true });
  for (const method of ["POST", "PUT", "PATCH", "DELETE", "get"])
    expect(judgeMethod({ ...list, methods: ["GET", "HEAD"] }, method)).toMatchObject({ allowed: false });
  expect(judgeMethod(list, "POST")).toMatchObject({ allowed: true });
});
