import { NetworkPolicy, type NetworkRequest } from "@slipway/core";
import { expect, test } from "vitest";
import { deniedHosts, policyAllowing, policyAllowingAll } from "./denied-hosts.ts";

const aRequest = (part: Partial<NetworkRequest>): NetworkRequest => ({
  ...{ seq: 1, count: 1, at: "2026-01-01T00:00:00.000Z", outcome: "denied", host: "a.example.org", port: 443, method: null },
  ...{ bytesUp: 0, bytesDown: 0, durationMs: 0, reason: "no", command: null, callId: null, phase: "agent" },
  ...part,
});

test("denied requests of a host are told once, with every command that asked", () => {
  const requests = [
    aRequest({ host: "b.example.org" }),
    aRequest({ command: "curl a" }),
    aRequest({ command: "curl a", port: 80, count: 7 }),
    aRequest({ phase: "setup", command: "npm ci" }),
    aRequest({ outcome: "allowed", host: "fine.example.org" }),
  ];
  expect(deniedHosts(requests)).toEqual([
    { host: "a.example.org", phase: "agent", ports: [443, 80], count: 8, reason: "no", commands: ["curl a"] },
    { host: "a.example.org", phase: "setup", ports: [443], count: 1, reason: "no", commands: ["npm ci"] },
    { host: "b.example.org", phase: "agent", ports: [443], count: 1, reason: "no", commands: [] },
  ]);
});

test.each([
  [{}, "a.example.org", { setup: "public", agent: "list", hosts: ["a.example.org"] }],
  [
    { agent: "list", hosts: ["b.example.org"] },
    "a.example.org",
    { setup: "public", agent: "list", hosts: ["b.example.org", "a.example.org"] },
  ],
  [
    { agent: "common", hosts: [], methods: ["GET"] },
    "a.example.org",
    { setup: "public", agent: "common", hosts: ["a.example.org"], methods: ["GET"] },
  ],
  [{ agent: "off", hosts: ["a.example.org"] }, "a.example.org", { setup: "public", agent: "list", hosts: ["a.example.org"] }],
  [{ agent: "list", hosts: ["*.example.org"] }, "a.example.org", null],
  [{ agent: "public" }, "a.example.org", null],
  [{ agent: "list" }, "10.0.0.1", null],
  [{ agent: "list" }, "localhost", null],
])("%j with %s allowed is %j", (policy, host, expected) => {
  expect(policyAllowing(NetworkPolicy.parse(policy), { host, phase: "agent" })).toEqual(expected);
});

test("several hosts are allowed at once, and those that listing cannot help are left out", () => {
  const off = NetworkPolicy.parse({ setup: "list", agent: "off" });
  const denied = [
    { host: "a.example.org", phase: "agent" },
    { host: "10.0.0.1", phase: "agent" },
    { host: "b.example.org", phase: "setup" },
  ] as const;
  expect(policyAllowingAll(off, denied)).toEqual({ setup: "list", agent: "list", hosts: ["a.example.org", "b.example.org"] });
  expect(policyAllowingAll(off, denied.slice(1, 2))).toBeNull();
});
