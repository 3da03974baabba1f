import { z } from "zod";
import { type Ecosystem, firstOf, type Reasoned, type RepositoryFiles, textOf } from "./ecosystem.ts";

const Manifest = z.object({
  scripts: z.record(z.string(), z.string()).catch({}),
  engines: z.object({ node: z.string().optional() }).catch({}),
  packageManager: z.string().optional().catch(undefined),
});
type Manifest = z.infer<typeof Manifest>;

type Installer = { lockfile: string; run: string; install: string; update: string };

/** By lockfile; the first one that is there decides. */
const installers: readonly Installer[] = [
  {
    lockfile: "pnpm-lock.yaml",
    run: "pnpm run",
    install: "corepack enable\npnpm install --frozen-lockfile",
    update: "pnpm install --frozen-lockfile --prefer-offline",
  },
  {
    lockfile: "yarn.lock",
    run: "yarn run",
    install: "corepack enable\nyarn install --immutable || yarn install --frozen-lockfile",
    update: "yarn install",
  },
  { lockfile: "bun.lock", run: "bun run", install: "npm install --global bun\nbun install --frozen-lockfile", update: "bun install" },
  { lockfile: "bun.lockb", run: "bun run", install: "npm install --global bun\nbun install --frozen-lockfile", update: "bun install" },
  { lockfile: "package-lock.json", run: "npm run", install: "npm ci", update: "npm ci --prefer-offline" },
  { lockfile: "npm-shrinkwrap.json", run: "npm run", install: "npm ci", update: "npm ci --prefer-offline" },
];
const withoutLock: Installer = { lockfile: "", run: "npm run", install: "npm install", update: "npm install --prefer-offline" };

/** Scripts that prove a change, and what the check is called. */
const provingScripts = ["typecheck", "type-check", "lint", "test", "build"];
/** What `npm init` writes where there are no tests. */
const noTests = /no test specified/;

export function nodeEcosystem(files: RepositoryFiles): Ecosystem | null {
  if (!files.paths.includes("package.json")) return null;
  const manifest = Manifest.parse(manifestOf(textOf(files, "package.json")));
  const installer = installers.find(({ lockfile }) => files.paths.includes(lockfile)) ?? withoutLock;
  const source = installer.lockfile === "" ? "package.json, without a lockfile" : installer.lockfile;
  return {
    name: "Node",
    image: imageOf(files, manifest),
    setup: [{ value: installer.install, reason: `Installs what ${source} names.` }],
    maintenance: { value: installer.update, reason: `Brings the packages to what ${source} says at the task's commit.` },
    checks: checksOf(manifest, installer),
    variables: { CI: { value: "true", reason: "Test runners then run once and do not watch." } },
  };
}

function manifestOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { scripts: {}, engines: {}, ...value } : { scripts: {}, engines: {} };
  } catch {
    return { scripts: {}, engines: {} };
  }
}

function imageOf(files: RepositoryFiles, manifest: Manifest): Reasoned<string> {
  const file = firstOf(files, [".nvmrc", ".node-version"]);
  const pinned = file === null ? undefined : /^v?(\d+)/.exec(textOf(files, file).trim())?.[1];
  if (pinned !== undefined) return { value: `node:${pinned}`, reason: `${file} asks for Node ${pinned}.` };
  const engine = /(\d+)/.exec(manifest.engines.node ?? "")?.[1];
  if (engine !== undefined) return { value: `node:${engine}`, reason: `package.json asks for Node ${manifest.engines.node}.` };
  return { value: "node:24", reason: "package.json makes this a Node project and names no version." };
}

function checksOf(manifest: Manifest, installer: Installer): Ecosystem["checks"] {
  return provingScripts.flatMap((script) => {
    const command = manifest.scripts[script];
    if (command === undefined || noTests.test(command)) return [];
    const name = script === "type-check" ? "typecheck" : script;
    const run = script === "test" && installer.run === "npm run" ? "npm test" : `${installer.run} ${script}`;
    return [{ value: { name, command: run }, reason: `package.json has the script "${script}".` }];
  });
}
