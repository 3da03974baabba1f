import { describe, expect, test } from "vitest";
import { SecretInput, secretSettings } from "./secret.ts";

const faultsOf = (input: unknown) => (SecretInput.safeParse(input).error?.issues ?? []).map((issue) => issue.path.join("."));

describe("a secret's input", () => {
  test("is for the setup script alone unless another scope is asked for", () => {
    const setup = { value: "hunter22", scope: "setup", hosts: [], header: null };
    expect(secretSettings(SecretInput.parse("hunter22"))).toEqual(setup);
    expect(secretSettings(SecretInput.parse({ value: "hunter22" }))).toEqual(setup);
    expect(secretSettings(SecretInput.parse({ value: "hunter22", scope: "agent" }))).toEqual({ ...setup, scope: "agent" });
  });

  test("of the gateway names its hosts and goes into the Authorization header unless another is given", () => {
    const input = { value: "Bearer abc123", scope: "gateway", hosts: ["npm.example.org", "*.example.com"] };
    expect(secretSettings(SecretInput.parse(input))).toEqual({ ...input, header: "Authorization" });
    expect(secretSettings(SecretInput.parse({ ...input, header: "X-Api-Key" })).header).toBe("X-Api-Key");
    expect(faultsOf({ value: "Bearer abc123", scope: "gateway" })).toEqual(["hosts"]);
  });

  test("cannot smuggle a second header, take over one of the gateway's own, or name an address", () => {
    const hosts = ["npm.example.org"];
    for (const value of ["Bearer abc\r\nX: y", "line one\nline two", " padded-value", "naïve-value"]) {
      expect(faultsOf({ value, scope: "gateway", hosts })).toEqual(["value"]);
    }
    for (const header of ["Host", "proxy-authorization", "Transfer-Encoding", "a b", "x:y", ""]) {
      expect(faultsOf({ value: "abcdefgh", scope: "gateway", hosts, header })[0]).toBe("header");
    }
    for (const host of ["10.0.0.1", "localhost", "example.org:443", "*"]) {
      expect(faultsOf({ value: "abcdefgh", scope: "gateway", hosts: [host] })).toEqual(["hosts.0"]);
    }
  });

  test("has hosts and a header for the gateway alone, at least six characters, and no NUL", () => {
    expect(faultsOf({ value: "abcdefgh", scope: "agent", hosts: ["a.example.org"], header: "X-A" })).toEqual(["hosts", "header"]);
    for (const value of ["", "abcde", "     abcde     ", "abc\0defgh"]) expect(SecretInput.safeParse(value).success).toBe(false);
  });
});
