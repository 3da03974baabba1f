import { describe, expect, it } from "vitest";
import { contentSecurityPolicy } from "./content-security-policy.ts";

describe("the pages' policy", () => {
  it("runs scripts by nonce alone and lets nothing in from elsewhere", () => {
    const policy = contentSecurityPolicy({ nonce: "abc", development: false });
    const rules = new Map(policy.split("; ").map((rule) => [rule.slice(0, rule.indexOf(" ")), rule.slice(rule.indexOf(" ") + 1)]));
    expect(rules.get("script-src")).toBe("'self' 'nonce-abc' 'strict-dynamic'");
    expect(rules.get("frame-ancestors")).toBe("'none'");
    expect(policy).not.toMatch(/\*|https?:|unsafe-eval|script-src[^;]*unsafe-inline/);
  });
});
