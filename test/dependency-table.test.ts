import { readdir, readFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

/** What each package may import beside Node itself and its own files. Apps join packages; packages never meet. */
const allowed: Record<string, readonly string[]> = {
  "packages/core": ["zod"],
  "packages/db": ["@slipway/core", "@prisma/adapter-pg", "@prisma/client", "image-size", "pg", "zod"],
  "packages/queue": ["@slipway/core", "bullmq", "ioredis", "pg", "zod"],
  "packages/sandbox": ["@slipway/core", "@peculiar/asn1-schema", "@peculiar/asn1-x509", "dockerode", "ipaddr.js", "tar-stream", "zod"],
  "packages/agent": ["@slipway/core", "openai", "zod"],
  "packages/forge": ["@slipway/core", "octokit", "zod"],
  "packages/environment": ["@slipway/core", "yaml", "zod"],
  "apps/worker": [
    "@slipway/core",
    "@slipway/db",
    "@slipway/queue",
    "@slipway/sandbox",
    "@slipway/agent",
    "@slipway/environment",
    "@slipway/forge",
    "pino",
    "saxes",
    "zod",
  ],
};

/** The dashboard has its own screens' libraries, and of ours whatever needs neither Docker nor a model. */
const closedToWeb = ["@slipway/sandbox", "@slipway/agent", "@slipway/worker", "dockerode", "openai", "octokit", "bullmq", "ioredis", "pg"];
/** Tests also look at containers and the database from outside. */
const testTools = ["vitest", "fast-check", "@copilotkit/aimock", "@slipway/core", "dockerode", "pg"];
const importPattern = /(?:^|\n)\s*(?:import|export)\s(?:[^"';]*?\sfrom\s)?["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/g;

describe("the dependency table", () => {
  for (const [folder, names] of Object.entries(allowed)) {
    test(`${folder} imports nothing but ${names.join(", ")}`, async () => {
      const strangers = (await importsBelow(folder)).filter(
        ({ file, name }) => !names.includes(name) && !(isTest(file) && testTools.includes(name)),
      );
      expect(strangers).toEqual([]);
    });
  }

  test("apps/web imports neither what runs tasks nor what a package fences", async () => {
    const strangers = (await importsBelow("apps/web")).filter(({ file, name }) => closedToWeb.includes(name) && !isTest(file));
    expect(strangers).toEqual([]);
  });

  test("every package has a row", async () => {
    const packages = (await readdir(join(root, "packages"))).map((name) => `packages/${name}`);
    expect(packages.sort()).toEqual(
      Object.keys(allowed)
        .filter((name) => name.startsWith("packages/"))
        .sort(),
    );
  });

  test("no package reaches into another by a path", async () => {
    const folders = Object.keys(allowed);
    const paths = await Promise.all(
      folders.map(async (folder) => (await relativeImports(folder)).filter((path) => !path.startsWith(`${folder}/`))),
    );
    expect(paths.flat().filter((path) => path.startsWith("packages/") || path.startsWith("apps/"))).toEqual([]);
  });
});

type Import = { file: string; name: string };

async function importsBelow(folder: string): Promise<Import[]> {
  const found = await specifiersBelow(folder);
  return found.flatMap(({ file, specifier }) => {
    if (specifier.startsWith(".") || specifier.startsWith("node:") || builtinModules.includes(specifier)) return [];
    const name = specifier
      .split("/")
      .slice(0, specifier.startsWith("@") ? 2 : 1)
      .join("/");
    return [{ file, name }];
  });
}

async function relativeImports(folder: string): Promise<string[]> {
  const found = (await specifiersBelow(folder)).filter(({ file, specifier }) => specifier.startsWith(".") && !isTest(file));
  return found.map(({ file, specifier }) => relative(root, join(root, file, "..", specifier)));
}

async function specifiersBelow(folder: string): Promise<{ file: string; specifier: string }[]> {
  const files = await readdir(join(root, folder), { recursive: true });
  const sources = files.filter(
    (file) => /\.tsx?$/.test(file) && !/(^|\/)(node_modules|\.next|generated|dist)\//.test(file) && !file.endsWith(".d.ts"),
  );
  const found = await Promise.all(
    sources.map(async (name) => {
      const file = join(folder, name);
      const text = await readFile(join(root, file), "utf8");
      return [...text.matchAll(importPattern)].map((match) => ({ file, specifier: match[1] ?? match[2] ?? "" }));
    }),
  );
  return found.flat();
}

function isTest(file: string): boolean {
  return /\.test\.tsx?$|\/(test|testing)\//.test(file) || file.endsWith(".config.ts");
}
