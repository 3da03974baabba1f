import { NetworkPolicy } from "@slipway/core";
import { expect, test } from "vitest";
import { judgeTarget } from "./gateway-policy.ts";
import { policyOfPhase } from "./policy-of-phase.ts";

test("a private mirror that the image is set to needs the operator's exception, and no line in the environment's list", () => {
  const policy = NetworkPolicy.parse({ agent: "common" });
  const common = [{ pattern: "npm.corp.example", ports: [] }];
  const verdict = (excepted: string[]) =>
    judgeTarget(policyOfPhase({ policy, mode: "common", common, excepted }), { host: "npm.corp.example", port: 443 });
  expect(verdict([])).toEqual({ allowed: true, mayBePrivate: false });
  expect(verdict(["npm.corp.example"])).toEqual({ allowed: true, mayBePrivate: true });
  expect(verdict(["*.corp.example"])).toEqual({ allowed: true, mayBePrivate: true });
  expect(verdict(["other.example"])).toEqual({ allowed: true, mayBePrivate: false });
});
