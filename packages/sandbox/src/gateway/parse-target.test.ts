import { describe, expect, test } from "vitest";
import { parseHost, parseTarget } from "./parse-target.ts";

describe("N08: a host that is not plainly a name is refused", () => {
  const hostile = [
    ...[
      "127.0.0.1",
      "[::1]",
      "::1",
      "2130706433",
      "0x7f000001",
      "0x7f.1",
      "0177.0.0.1",
      "127.1",
      "0",
      "127.0.0.1.",
      "0x",
      "a.0x1",
      "1.2.3",
    ],
    ...[
      "",
      ".",
      "..",
      "a..b",
      ".a.b",
      "a.b..",
      "-a.b",
      "a-.b",
      "a_b.c",
      "a b.c",
      "a%2eb.c",
      "a\0b.c",
      "127.0.0.1\0.allowed.test",
      "a\tb.c",
    ],
    ...[
      "user@a.b",
      "a.b/c",
      "a.b?c",
      "a.b#c",
      "a\\b.c",
      "ａ.b",
      "a。b",
      `${"a".repeat(64)}.b`,
      `${"a.".repeat(127)}b`,
      "*.a.b",
      "[a.b]",
      "a.b\r\nX: y",
    ],
  ];
  for (const host of hostile) test(JSON.stringify(host).slice(0, 40), () => expect(parseHost(host)).toBeNull());
});

test("a name is lower-cased and loses one trailing dot", () => {
  expect(parseHost("Registry.Example.ORG.")).toBe("registry.example.org");
  expect(parseHost("1and1.example")).toBe("1and1.example");
  expect(parseHost("xn--bcher-kva.example")).toBe("xn--bcher-kva.example");
});

test("a port is a number from 1 to 65535, written once and plainly", () => {
  expect(parseTarget("a.example:443")).toEqual({ host: "a.example", port: 443 });
  expect(parseTarget("a.example", 80)).toEqual({ host: "a.example", port: 80 });
  for (const raw of ["a.example", "a.example:", "a.example:0", "a.example:65536", "a.example:0443", "a.example:+443", "a.example:443:443"])
    expect(parseTarget(raw)).toBeNull();
});
