import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { resolveLimits } from "@slipway/core";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { treeLabel } from "../src/container/sandbox-labels.ts";
import { buildSnapshot, openSandbox, removeSnapshotImages, type Sandbox, type SnapshotBuild } from "../src/index.ts";
import { makeRepository } from "./bundled-repository.ts";
import { testEngine, testImage, testInstance } from "./open-test-sandbox.ts";

let repository: ReturnType<typeof makeRepository>;
beforeEach(() => {
  repository = makeRepository();
});
afterEach(() => repository[Symbol.dispose]());
afterAll(async () => {
  await removeSnapshotImages(testEngine, { instance: testInstance, isKnown: () => false, minAgeMs: 0 });
});

const limits = resolveLimits({ memoryBytes: 512 * 2 ** 20, processes: 128 });
const owner = (role: string) => ({ instance: testInstance, attemptId: randomUUID(), epoch: 1, role });

async function build(script: string, options: { variables?: Record<string, string>; signal?: AbortSignal; timeoutMs?: number } = {}) {
  let output = "";
  const result = await buildSnapshot(testEngine, {
    image: testImage,
    limits,
    variables: options.variables ?? {},
    owner: owner("setup"),
    snapshotId: randomUUID(),
    repository: repository.input("main"),
    script,
    timeoutMs: options.timeoutMs ?? 60_000,
    onOutput: (text) => (output += text),
    ...(options.signal && { signal: options.signal }),
  });
  return { ...result, output };
}

function imageOf(result: SnapshotBuild & { output: string }): string {
  if (result.kind === "failed") throw new Error(result.output);
  return result.imageId;
}

const openFrom = (image: string) => openSandbox(testEngine, { image, limits, variables: {}, owner: owner("agent") });

async function run(sandbox: Sandbox, command: string): Promise<string> {
  let text = "";
  await sandbox.workspace.runCommand({ command, timeoutMs: 30_000, onOutput: (chunk) => (text += chunk) });
  return text;
}

/** Nothing of the work tree differs from the commit, as the platform judges it and as the agent's own git does. */
async function expectExactTree(sandbox: Sandbox) {
  expect(await run(sandbox, "git status --short; git rev-parse HEAD; git fsck 2>&1")).toBe(`${repository.commit}\n`);
  const { patch } = await sandbox.collectChange({ baseCommit: repository.commit, maxBytes: 10_000 });
  expect(Buffer.from(patch).toString()).toBe("");
}

test("setup runs as root in the workspace with its variables, and what it leaves belongs to the agent", async () => {
  const script = `id -u; pwd; echo "$KEY $HOME"; git log --format=%s | wc -l
    mkdir -p /opt/tool build; echo tool > /opt/tool/x; echo out > build/out; chown daemon /opt/tool; touch /tmp/gone "$HOME/cache"`;
  const result = await build(script, { variables: { KEY: "value" } });
  expect(result.output).toBe("0\n/workspace\nvalue /home/agent\n3\n");
  await using sandbox = await openFrom(imageOf(result));
  await repository.put(sandbox, { branch: "main" });
  expect(
    await run(sandbox, "cat build/out /opt/tool/x; stat -c '%U' build/out ~/cache /opt/tool; ls /tmp; id -u; touch build/more ~/more"),
  ).toBe("out\ntool\nagent\nagent\ndaemon\n1000\n");
  await expectExactTree(sandbox);
});

test("a snapshot carries no variable of ours (S05)", async () => {
  const image = imageOf(await build("true", { variables: { TOKEN: "canary-of-setup" } }));
  const [made, from] = await Promise.all([image, testImage].map((each) => testEngine.docker.getImage(each).inspect()));
  expect(made?.Config.Env).toEqual(from?.Config.Env);
  const history = await testEngine.docker.getImage(image).history();
  expect(JSON.stringify([made, history])).not.toContain("canary-of-setup");
  await using sandbox = await openFrom(image);
  expect(await run(sandbox, "env; cat /proc/[0-9]*/environ 2>/dev/null")).not.toContain("canary-of-setup");
});

test("what setup leaves behind gives the agent nothing: no root by a setuid file, no hand on the base repository (C12)", async () => {
  const script = "cp /bin/bash /opt/shell; chmod 4755 /opt/shell; cp /bin/sh /opt/group; chown 0:0 /opt/group; chmod 2755 /opt/group";
  await using sandbox = await openFrom(imageOf(await build(script)));
  await repository.put(sandbox);
  expect(await run(sandbox, "stat -c %A /opt/shell; /opt/shell -pc 'id -u; id -g'; /opt/group -pc 'id -g'")).toBe(
    "-rwsr-xr-x\n1000\n1000\n1000\n",
  );
  expect(
    await run(
      sandbox,
      "touch /var/lib/slipway/base.git/x 2>/dev/null || echo refused; grep -E 'Cap(Eff|Prm|Inh)' /proc/self/status | tr -d '[:space:]'",
    ),
  ).toBe("refused\nCapInh:0000000000000000CapPrm:0000000000000000CapEff:0000000000000000");
});

test("a setup that fails says which command, with which code, and the end of its output", async () => {
  const result = await build("echo begun\nf() { sh -c 'exit 7'; }\nf\necho never");
  expect(result).toMatchObject({ kind: "failed", ending: "exited", exitCode: 7, outOfMemory: false });
  expect(result.output).toBe("begun\n[setup stopped with exit code 7: sh -c 'exit 7']\n");
});

test("a setup beyond its deadline is ended", async () => {
  const result = await build("echo begun; sleep 60", { timeoutMs: 1_000 });
  expect(result).toMatchObject({ kind: "failed", ending: "timed_out", exitCode: null, log: expect.stringContaining("begun") });
});

test("an abort ends a setup within seconds and leaves no container", async () => {
  const controller = new AbortController();
  const building = build("trap '' TERM; sleep 60", { signal: controller.signal });
  const filters = { label: [`slipway.instance=${testInstance}`, "slipway.role=setup"] };
  await expect.poll(() => testEngine.docker.listContainers({ filters }), { timeout: 20_000 }).not.toEqual([]);
  const startedAt = performance.now();
  controller.abort(new Error("cancelled"));
  await expect(building).rejects.toThrow("cancelled");
  expect(performance.now() - startedAt).toBeLessThan(8_000);
  expect(await testEngine.docker.listContainers({ all: true, filters })).toEqual([]);
});

test("a snapshot of another commit is brought to the wanted one: what setup made stays beside exactly the tree", async () => {
  repository.advance((folder) => {
    mkdirSync(join(folder, "old"));
    writeFileSync(join(folder, "old", "deep.txt"), "deep\n");
    writeFileSync(join(folder, "becomes-folder"), "file\n");
  });
  const dirty = `mkdir -p build; echo cached > build/out; echo log > a.log; echo untracked > left.txt; mkdir -p new; echo x > new/y
    echo changed >> plain.txt; rm script.sh; git update-index --assume-unchanged moved.txt; echo hidden >> moved.txt; git add -A
    git config core.autocrlf true; echo '*.txt' >> .git/info/exclude; echo kept-out > excluded.txt; git config core.hooksPath .husky
    git init -q inner; git checkout -qb elsewhere; git -c user.name=A -c user.email=a@b commit -qam 'of setup'; mkdir -m 555 shut; touch .git/index.lock`;
  const image = imageOf(await build(dirty));
  repository.advance((folder) => {
    renameSync(join(folder, "moved.txt"), join(folder, "renamed.txt"));
    rmSync(join(folder, "old"), { recursive: true });
    rmSync(join(folder, "becomes-folder"));
    mkdirSync(join(folder, "becomes-folder"));
    writeFileSync(join(folder, "becomes-folder", "inside"), "inside\n");
  });
  await using sandbox = await openFrom(image);
  await repository.put(sandbox, { branch: "slipway/next" });
  expect(
    await run(sandbox, "git -c core.autocrlf=false log --format=%s | head -3; git branch --format='%(refname)'; ls -A; cat build/out"),
  ).toBe(
    "moved on\nmoved on\nversion 3\nrefs/heads/slipway/next\n.git\n.gitignore\na.log\nbecomes-folder\nbinary.dat\nbuild\nexcluded.txt\ninner\nleft.txt\nnew\nplain.txt\nrenamed.txt\nscript.sh\ncached\n",
  );
  await run(sandbox, "git config core.autocrlf false");
  await expectExactTree(sandbox);
});

test("files that setup leaves and git does not ignore survive a move to another commit, in no change, while new ones beside them count", async () => {
  const names = `plain 'odd * [name]!' '#hash' 'trailing ' 'back\\slash' $'line\\nbreak'`;
  const image = imageOf(await build(`mkdir -p generated && cd generated && for name in ${names}; do echo made > "$name"; done`));
  repository.advance((folder) => writeFileSync(join(folder, "later.txt"), "later\n"));
  await using sandbox = await openFrom(image);
  await repository.put(sandbox, { branch: "main" });
  expect(await run(sandbox, "ls -Q generated")).toBe('"#hash"\n"back\\\\slash"\n"odd * [name]!"\n"plain"\n"trailing "\n');
  await expectExactTree(sandbox);
  await run(sandbox, "echo edited > generated/plain; echo new > generated/new.ts");
  const { patch } = await sandbox.collectChange({ baseCommit: repository.commit, maxBytes: 10_000 });
  expect(Buffer.from(patch).toString()).toMatch(/^diff --git a\/generated\/new.ts b\/generated\/new.ts\n(?!.*diff --git)/s);
});

test("a snapshot of the same commit keeps its unchanged files untouched, and takes an earlier change on top", async () => {
  const image = imageOf(await build("find . -name .git -prune -o -type f -exec touch -d 2001-01-01 {} +; mkdir build; echo x > build/out"));
  await using sandbox = await openFrom(image);
  const patch = Buffer.from("diff --git a/plain.txt b/plain.txt\n--- a/plain.txt\n+++ b/plain.txt\n@@ -1 +1 @@\n-version 3\n+version 4\n");
  await repository.put(sandbox, { patch });
  expect(await run(sandbox, "cat plain.txt build/out; stat -c %y script.sh | cut -c1-4; git status --short")).toBe(
    "version 4\nx\n2001\nM  plain.txt\n",
  );
});

/** How many commands the engine was asked to begin in a sandbox meanwhile. */
async function countExecs({ id }: Sandbox, work: () => Promise<void>): Promise<number> {
  const secondsNow = async () =>
    Math.floor(Date.parse(z.object({ SystemTime: z.string() }).parse(await testEngine.docker.info()).SystemTime) / 1_000);
  const since = await secondsNow();
  const execsUntil = async (until: number) => {
    const filters = JSON.stringify({ container: [id], event: ["exec_start"] });
    const told = await text(await testEngine.docker.getEvents({ since, until, filters }));
    return told.split("\n").filter(Boolean).length;
  };
  const before = await execsUntil(since + 1);
  await work();
  return (await execsUntil((await secondsNow()) + 1)) - before;
}

test("a snapshot of the very commit and branch is ready without a step inside; another branch, a change or a commit takes one", async () => {
  const dirty = "mkdir build; echo cached > build/out; echo changed >> plain.txt; git checkout -qb elsewhere; git add -A; touch stray.txt";
  const image = imageOf(await build(dirty));
  const tasks = [
    { branch: "main", execs: 0 },
    { branch: "other", execs: 1 },
  ];
  for (const { branch, execs } of tasks) {
    await using sandbox = await openFrom(image);
    expect(await countExecs(sandbox, () => repository.put(sandbox, { branch, mayBeThere: true }))).toBe(execs);
    expect(await run(sandbox, "git branch --show-current; cat build/out; ls stray.txt")).toBe(`${branch}\ncached\nstray.txt\n`);
    await expectExactTree(sandbox);
  }
  const patch = Buffer.from("diff --git a/plain.txt b/plain.txt\n--- a/plain.txt\n+++ b/plain.txt\n@@ -1 +1 @@\n-version 3\n+version 4\n");
  await using changed = await openFrom(image);
  await repository.put(changed, { branch: "main", mayBeThere: true, patch });
  expect(await run(changed, "git status --short")).toBe("M  plain.txt\n");
  repository.advance((folder) => writeFileSync(join(folder, "later.txt"), "later\n"));
  await using moved = await openFrom(image);
  await repository.put(moved, { branch: "main", mayBeThere: true });
  expect(await run(moved, "cat later.txt")).toBe("later\n");
  await expectExactTree(moved);
});

test("an image that bears the mark of a prepared work tree and is no snapshot is not believed", async () => {
  const label = treeLabel({ commit: repository.commit, branch: "main" });
  const container = await testEngine.docker.createContainer({ Image: testImage, Cmd: ["true"] });
  await container.commit({ repo: "slipway-test", tag: "forged", changes: `LABEL slipway.tree=${label}` });
  await container.remove();
  const forged = await testEngine.docker.getImage("slipway-test:forged").inspect();
  try {
    await using sandbox = await openFrom(forged.Id);
    await repository.put(sandbox, { branch: "main", mayBeThere: true });
    await expectExactTree(sandbox);
  } finally {
    await testEngine.docker.getImage("slipway-test:forged").remove({ force: true });
  }
});

test("images of snapshots that nobody knows are removed, others stay", async () => {
  const [kept, lost] = [imageOf(await build("true")), imageOf(await build("true"))];
  const removed = await removeSnapshotImages(testEngine, { instance: testInstance, isKnown: (id) => id !== lost, minAgeMs: 0 });
  expect(removed).toEqual([lost]);
  await testEngine.docker.getImage(kept).inspect();
});
