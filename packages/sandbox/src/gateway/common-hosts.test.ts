import { expect, test } from "vitest";
import { registryRules } from "./common-hosts.ts";

test("every registry in what the tools say becomes a rule with its own port", () => {
  const text = `"registry": "https://registry.example.org/",
    "@team:registry": "https://user:token@npm.team.example:8443/path",
deb [signed-by=/x] http://mirror.example.net/debian bookworm main
URIs: http://mirror.example.net/debian-security
sparse+https://index.crates.example/
global.index-url='http://pypi.internal:3141/simple'`;
  expect(registryRules(text)).toEqual([
    { pattern: "registry.example.org", ports: [] },
    { pattern: "npm.team.example", ports: [8443] },
    { pattern: "mirror.example.net", ports: [80] },
    { pattern: "index.crates.example", ports: [] },
    { pattern: "*.crates.example", ports: [] },
    { pattern: "pypi.internal", ports: [3141] },
  ]);
});

test("addresses, files and noise give no rule, and their number is bounded", () => {
  expect(
    registryRules(
      "http://10.0.0.5:3142/debian https://[::1]/ file:///opt/pypi cdrom: direct off https:///x http://0x7f.1/ https://index.a/",
    ),
  ).toEqual([{ pattern: "index.a", ports: [] }]);
  const many = Array.from({ length: 1_000 }, (_, index) => `https://h${index}.example/`).join("\n");
  expect(registryRules(many).length).toBe(100);
});
