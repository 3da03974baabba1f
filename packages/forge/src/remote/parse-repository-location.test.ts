import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvalidInputError } from "@slipway/core";
import { describe, expect, it, onTestFinished } from "vitest";
import { parseRepositoryLocation } from "./parse-repository-location.ts";

describe("parseRepositoryLocation", () => {
  it.each([
    ["https://github.com/owner/name", { kind: "github", location: "https://github.com/owner/name", name: "owner/name" }],
    ["https://github.com/owner/name.git/", { kind: "github", location: "https://github.com/owner/name", name: "owner/name" }],
    [
      "https://git.example.org/group/sub/name.git",
      { kind: "https", location: "https://git.example.org/group/sub/name.git", name: "sub/name" },
    ],
    ["https://git.example.org:8443/name", { kind: "https", location: "https://git.example.org:8443/name", name: "name" }],
  ])("reads %s", (url, location) => {
    expect(parseRepositoryLocation({ url }, { allowPaths: [] })).toEqual(location);
  });

  it.each([
    "file:///etc",
    "/etc",
    "ext::sh -c id",
    "ssh://-oProxyCommand=id/x",
    "git@github.com:owner/name.git",
    "git://github.com/owner/name",
    "http://10.0.0.1/x",
    "http://127.0.0.1/x",
    "https://user:pw@github.com/owner/name",
    "https://github.com/owner",
    "https://github.com/owner/name/tree/main",
    "https://git.example.org/",
    "https://git.example.org/a?b=c",
    "https://git.example.org/a#b",
    "https://git.example.org/a%0a",
    "https://git.example.org/a b",
    "--upload-pack=id",
    "",
  ])("refuses the address %j (G05)", (url) => {
    expect(() => parseRepositoryLocation({ url }, { allowPaths: "any" })).toThrow(InvalidInputError);
  });

  it("takes loopback http where that is allowed, and other GitHub hosts where they are named", () => {
    const policy = { allowPaths: [], allowLoopbackHttp: true, githubHosts: ["ghe.example.org"] };
    expect(parseRepositoryLocation({ url: "http://127.0.0.1:3000/x/y" }, policy)).toMatchObject({ kind: "https" });
    expect(parseRepositoryLocation({ url: "https://ghe.example.org/a/b" }, policy)).toMatchObject({ kind: "github", name: "a/b" });
    expect(() => parseRepositoryLocation({ url: "http://localhost.evil.example/x" }, policy)).toThrow(InvalidInputError);
  });

  it("accepts folders under the allowed ones alone, links resolved", () => {
    const root = mkdtempSync(join(tmpdir(), "forge-"));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    for (const folder of ["repositories/one.git", "repositories-of-others/two"]) mkdirSync(join(root, folder), { recursive: true });
    symlinkSync(join(root, "repositories-of-others", "two"), join(root, "repositories", "link"));
    writeFileSync(join(root, "repositories", "file"), "");
    const allowPaths = [join(root, "repositories")];
    const one = join(root, "repositories", "one.git");
    expect(parseRepositoryLocation({ path: `${one}/../one.git/` }, { allowPaths })).toEqual({ kind: "path", location: one, name: "one" });
    for (const path of ["repositories-of-others/two", "repositories/link", "repositories/missing", "repositories/file"]) {
      expect(() => parseRepositoryLocation({ path: join(root, path) }, { allowPaths })).toThrow(InvalidInputError);
    }
    expect(parseRepositoryLocation({ path: join(root, "repositories/link") }, { allowPaths: "any" })).toMatchObject({ name: "two" });
    expect(() => parseRepositoryLocation({ path: one }, { allowPaths: [] })).toThrow(/SLIPWAY_LOCAL_REPOSITORIES/);
    for (const path of ["relative", "~/project", "/a\0b"]) {
      expect(() => parseRepositoryLocation({ path }, { allowPaths: "any" })).toThrow(/absolute path/);
    }
  });
});
