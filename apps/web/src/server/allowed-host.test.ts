import { describe, expect, it } from "vitest";
import { isAllowedHost } from "./allowed-host.ts";

describe("isAllowedHost", () => {
  it.each(["localhost:3000", "localhost", "127.0.0.1:3000", "[::1]:3000", "LOCALHOST:3000"])("answers under %s on loopback", (host) => {
    expect(isAllowedHost(host, "127.0.0.1")).toBe(true);
  });

  it.each([
    "evil.example",
    "evil.example:3000",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "localhost@evil.example",
    "",
    "10.0.0.1",
  ])("does not answer under %j on loopback", (host) => {
    expect(isAllowedHost(host, "127.0.0.1")).toBe(false);
  });

  it("answers under any name on another address", () => {
    expect(isAllowedHost("slipway.example.org", "0.0.0.0")).toBe(true);
  });
});
