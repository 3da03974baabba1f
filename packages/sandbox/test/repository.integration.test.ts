import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Sandbox } from "../src/index.ts";
import { makeRepository } from "./bundled-repository.ts";
import { openTestSandbox } from "./open-test-sandbox.ts";

let repository: ReturnType<typeof makeRepository>;
let sandbox: Sandbox;
beforeAll(() => {
  repository = makeRepository();
});
afterAll(() => repository[Symbol.dispose]());
beforeEach(async () => {
  sandbox = await openTestSandbox();
});
afterEach(() => sandbox.stop());

const baseModes = {
  ".gitignore": "100644",
  "binary.dat": "100644",
  "moved.txt": "100644",
  "plain.txt": "100644",
  "script.sh": "100644",
};

async function run(command: string): Promise<string> {
  let text = "";
  const result = await sandbox.workspace.runCommand({ command, timeoutMs: 30_000, onOutput: (chunk) => (text += chunk) });
  expect(text + (result.exitCode === 0 ? "" : `\n[exit ${result.exitCode}]`)).not.toContain("[exit ");
  return text;
}

async function collect() {
  const { patch } = await sandbox.collectChange({ baseCommit: repository.commit, maxBytes: 50 * 2 ** 20 });
  return { patch, ...repository.apply(patch) };
}

test("the work tree is clean, on its branch, with the whole history and no remote", async () => {
  await repository.put(sandbox, { branch: "slipway/some-task" });
  expect(await run("git status --short --branch; git log --format=%s; git remote; git branch --format='%(refname)'; git fsck 2>&1")).toBe(
    "## slipway/some-task\nversion 3\nversion 2\nversion 1\nrefs/heads/slipway/some-task\n",
  );
  expect(await run("git rev-parse HEAD")).toBe(`${repository.commit}\n`);
  expect(await run("touch /var/lib/slipway/base.git/x /var/lib/slipway/base.git/objects/x 2>/dev/null || echo refused")).toBe("refused\n");
  expect((await collect()).patch).toHaveLength(0);
});

test("an earlier change is put on top, uncommitted, and is part of the next one", async () => {
  await repository.put(sandbox);
  await run("echo more >> plain.txt; echo new > new.txt; echo kept > forced.log; git add -f forced.log");
  const { patch } = await collect();
  await using next = await openTestSandbox();
  await repository.put(next, { patch });
  const again = await next.collectChange({ baseCommit: repository.commit, maxBytes: 1_000_000 });
  expect(Buffer.from(again.patch).toString()).toBe(Buffer.from(patch).toString());
});

test("a patch that does not apply is refused as input", async () => {
  await expect(repository.put(sandbox, { patch: Buffer.from("no patch at all\n") })).rejects.toMatchObject({ code: "invalid" });
});

test("text, binary files, renames, modes, links and deletions survive", async () => {
  await repository.put(sandbox);
  await run(`git mv moved.txt renamed.txt; chmod +x script.sh; rm plain.txt; ln -s script.sh link
    head -c 3000 /dev/urandom > random.bin; cp random.bin /var/lib/slipway/scratch/; printf 'no newline' > tail; printf 'tab\\there' > 'odd ü name'`);
  const { modes, show, patch } = await collect();
  const { "moved.txt": _moved, "plain.txt": _plain, ...kept } = baseModes;
  const added = { "renamed.txt": "100644", link: "120000", "random.bin": "100644", tail: "100644", "odd ü name": "100644" };
  expect(modes).toEqual({ ...kept, "script.sh": "100755", ...added });
  expect(show("link")).toBe("script.sh");
  expect(show("tail")).toBe("no newline");
  expect(Buffer.from(patch).toString()).toContain("rename from moved.txt");
});

test("ignored files stay out, unless the agent added or committed them", async () => {
  await repository.put(sandbox);
  await run("mkdir build; echo x > build/out; echo x > a.log; echo x > added.log; git add -f added.log; echo x > sent.log");
  await run("git add -f sent.log; git commit -qm 'agent commits'; git switch -qc elsewhere; echo y >> sent.log");
  const { modes, show } = await collect();
  expect(modes).toEqual({ ...baseModes, "added.log": "100644", "sent.log": "100644" });
  expect(show("sent.log")).toBe("x\ny\n");
});

test.each([
  ["deleted", "rm -rf .git"],
  ["made a broken file", "rm -rf .git; echo 'gitdir: /nowhere' > .git"],
  [
    "given hostile settings",
    "git config core.fsmonitor 'touch /tmp/owned; false'; git config filter.x.clean 'echo falsified'; git config core.worktree /tmp",
  ],
  ["emptied of its index", "rm .git/index"],
  ["filled with rubbish", "head -c 1000 /dev/urandom > .git/index; echo rubbish > .git/HEAD; echo rubbish > .git/config"],
])("the change is right when the agent's own .git was %s (G01)", async (_what, harm) => {
  await repository.put(sandbox);
  await run(`echo '* filter=x' > .gitattributes; echo changed > plain.txt; echo new > new.txt; ${harm}`);
  const { modes, show } = await collect();
  expect(modes).toEqual({ ...baseModes, ".gitattributes": "100644", "new.txt": "100644" });
  expect(show("plain.txt")).toBe("changed\n");
  expect(await run("ls /tmp")).not.toContain("owned");
});

test("nested repositories count as the files they hold, with commits or without (G02)", async () => {
  await repository.put(sandbox);
  await run("for n in with without; do mkdir -p deep/$n; (cd deep/$n; git init -q; echo inner > file; git add -A); done");
  await run("cd deep/with; git commit -qm inner");
  const { modes } = await collect();
  expect(modes).toEqual({ ...baseModes, "deep/with/file": "100644", "deep/without/file": "100644" });
  expect(await run("git -C deep/with log --format=%s")).toBe("inner\n");
});

test("files that were made unreadable are read nevertheless", async () => {
  await repository.put(sandbox);
  await run("echo secretive > closed; chmod 000 closed; mkdir shut; echo x > shut/in; chmod 000 shut; mkfifo pipe");
  const { modes } = await collect();
  expect(modes).toMatchObject({ closed: "100644", "shut/in": "100644" });
});

test("a folder that was shut is not taken for a deleted one", async () => {
  await repository.put(sandbox);
  await run("mkdir shut; echo x > shut/in; chmod 000 shut");
  expect((await collect()).modes).toEqual({ ...baseModes, "shut/in": "100644" });
});

test("what still runs cannot change the work tree while it is read", async () => {
  await repository.put(sandbox);
  await run("setsid sh -c 'trap \"\" TERM; while :; do date +%N > plain.txt; done' >/dev/null 2>&1 & echo ok");
  const first = await collect();
  const second = await collect();
  expect(Buffer.from(second.patch).equals(Buffer.from(first.patch))).toBe(true);
});

test("a glimpse of the change is what would be collected, and what runs goes on", async () => {
  await repository.put(sandbox);
  const request = { baseCommit: repository.commit, maxBytes: 1_000_000 };
  await run("echo more >> plain.txt; rm moved.txt; echo new > new.txt; setsid sleep 1234 >/dev/null 2>&1 & echo ok");
  const glimpse = await sandbox.glimpseChange(request);
  expect(await run("grep -qs 123[4] /proc/[0-9]*/cmdline && echo runs")).toBe("runs\n");
  expect(await sandbox.collectChange(request)).toEqual(glimpse);
  await run("mkdir nested; cd nested; git init -q; echo inner > file; git add -A; git commit -qm inner");
  expect(await sandbox.glimpseChange(request)).toBeNull();
  expect(await run("git -C nested log --format=%s")).toBe("inner\n");
});

test("a change over the bound is refused", async () => {
  await repository.put(sandbox);
  await run("head -c 3000000 /dev/urandom > large");
  await expect(sandbox.collectChange({ baseCommit: repository.commit, maxBytes: 1_000_000 })).rejects.toMatchObject({ code: "invalid" });
});

test("attributes cannot hide a change from whoever reads it: text stays text (G15)", async () => {
  await repository.put(sandbox);
  await run(
    "printf '* -diff binary\\n' > .gitattributes; echo hidden >> plain.txt; mkdir sub; printf '* -diff\\n' > sub/.gitattributes; echo too > sub/x",
  );
  const { patch, show } = await collect();
  expect(Buffer.from(patch).toString()).toContain("+hidden");
  expect(Buffer.from(patch).toString()).toContain("+too");
  expect(show("plain.txt")).toBe("version 3\nhidden\n");
});

test("a folder deeper than any path may be is refused with its reason, and goes with its sandbox", async () => {
  await repository.put(sandbox);
  await run(
    "echo kept > kept.txt; python3 -c \"import os\nfor _ in range(3000):\n os.mkdir('deep'); os.chdir('deep')\nopen('x','w').write('x')\"",
  );
  const outcome = await collect().then(
    ({ modes }) => Object.keys(modes),
    (error: unknown) => (error instanceof Error ? error.message : ""),
  );
  if (typeof outcome === "string") expect(outcome).toMatch(/could not be read/);
  else expect(outcome).toContain("kept.txt");
  await sandbox.stop();
});

test("nested repositories in folders with line breaks and odd names neither hide files nor move what is elsewhere (G02, G14)", async () => {
  await repository.put(sandbox);
  await run(
    "for n in $'line\\nbreak' $'x\\n..' '-rf' ' space '; do mkdir -p -- \"./$n/in\"; (cd -- \"./$n/in\"; git init -q; echo inner > file); done; echo kept > kept.txt",
  );
  const { modes } = await collect();
  expect(modes).toEqual({
    ...baseModes,
    "kept.txt": "100644",
    "-rf/in/file": "100644",
    " space /in/file": "100644",
    "line\nbreak/in/file": "100644",
    "x\n../in/file": "100644",
  });
  expect(await run("git log --format=%s | head -1; git -C ./-rf/in status --short")).toBe("version 3\n?? file\n");
});
