import { randomUUID } from "node:crypto";
import { resolveLimits } from "@slipway/core";
import { expect, test } from "vitest";
import { adoptSandbox, openSandbox, type Sandbox, type SandboxPlan } from "../src/index.ts";
import { makeRepository } from "./bundled-repository.ts";
import { testEngine, testImage, testInstance } from "./open-test-sandbox.ts";

const plan = (): SandboxPlan => ({
  image: testImage,
  limits: resolveLimits({ memoryBytes: 256 * 2 ** 20, processes: 128 }),
  variables: {},
  owner: { instance: testInstance, attemptId: randomUUID(), epoch: 1, role: "agent" },
});

async function say(sandbox: Sandbox, command: string): Promise<string> {
  let text = "";
  const { exitCode } = await sandbox.workspace.runCommand({ command, timeoutMs: 20_000, onOutput: (piece) => (text += piece) });
  return `${text}${exitCode}`;
}

test("in a sealed sandbox everything can be read and run, and nothing of the work tree written", async () => {
  using repository = makeRepository();
  const made = plan();
  await using sandbox = await openSandbox(testEngine, made);
  await repository.put(sandbox);
  await say(sandbox, "mkdir -m 777 open && echo x > open/file && chmod 666 open/file plain.txt; echo tool > ~/tool; (sleep 300 &)");
  await sandbox.sealWorkspace();
  expect(await say(sandbox, "cat plain.txt; git log --oneline | wc -l; git status --porcelain; cat ~/tool")).toBe(
    "version 3\n3\n?? open/\ntool\n0",
  );
  const writes = [
    "echo x > plain.txt",
    "echo x > new.txt",
    "echo x > open/new",
    "echo x >> open/file",
    "rm plain.txt",
    "mv open elsewhere",
    "chmod 777 .",
    "mkdir folder",
    "git commit --allow-empty -m x",
    "git checkout -b other",
    "echo x > .git/hooks/pre-commit",
  ];
  for (const write of writes) expect(await say(sandbox, `(${write}) >/dev/null 2>&1`), write).not.toBe("0");
  expect(await say(sandbox, "git diff --quiet; ls; pgrep -f '^sleep 300' | wc -l")).toBe(
    "binary.dat\nmoved.txt\nopen\nplain.txt\nscript.sh\n0\n0",
  );
  expect(await say(sandbox, "cp -r . /tmp/copy && cd /tmp/copy && echo x > plain.txt && touch ~/cache && cat plain.txt")).toBe("x\n0");
  await expect(sandbox.workspace.writeFile("plain.txt", new Uint8Array())).rejects.toMatchObject({ code: "invalid" });
  await expect(sandbox.workspace.removeFile("plain.txt")).rejects.toMatchObject({ code: "invalid" });
  expect(new TextDecoder().decode((await sandbox.workspace.readFile("plain.txt")) ?? undefined)).toBe("version 3\n");
  await expectTemporaryFiles(sandbox);

  await say(sandbox, "(sleep 300 &)");
  await using adopted = await adoptSandbox(testEngine, { ...made, containerId: sandbox.id, attemptIds: [made.owner.attemptId] });
  await adopted?.sealWorkspace();
  expect(await say(adopted ?? sandbox, "pgrep -f '^sleep 300' | wc -l; (echo x > new.txt) 2>/dev/null")).toBe("0\n1");
});

/** Through the port as through a command: written by the reader, never by who owns the work tree. */
async function expectTemporaryFiles({ workspace, ...sandbox }: Sandbox): Promise<void> {
  const content = new TextEncoder().encode("kept");
  await workspace.writeFile("/tmp/made/by-port", content);
  const command =
    "stat -c %u /tmp/made/by-port; umask 077; cp /tmp/made/by-port /tmp/made/closed; ln -s /workspace /tmp/link; ln -s /home/agent /tmp/home";
  expect(await say({ workspace, ...sandbox }, command)).toBe("1001\n0");
  expect(new TextDecoder().decode((await workspace.readFile("/tmp/made/closed")) ?? undefined)).toBe("kept");
  const invalid = { code: "invalid" };
  for (const path of ["new", "/tmp/../workspace/new", "/tmp/link/new", "/tmp/link/plain.txt", "/home/agent/tool", "/etc/new"]) {
    await expect(workspace.writeFile(path, content), path).rejects.toMatchObject(invalid);
  }
  for (const path of ["/workspace", "/tmp/link/plain.txt", "/tmp/home/tool", "/etc/passwd"]) {
    await expect(workspace.removeFile(path), path).rejects.toMatchObject(invalid);
  }
  await workspace.removeFile("/tmp/made");
  expect(await say({ workspace, ...sandbox }, "ls /tmp/made 2>/dev/null; cat plain.txt ~/tool; git status --porcelain")).toBe(
    "version 3\ntool\n?? open/\n0",
  );
}
