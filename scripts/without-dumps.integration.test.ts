import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { withoutDumps } from "./without-dumps.ts";

test.skipIf(process.platform !== "linux")(
  "S08: a started program leaves no core file, and no signal opens a debugger into its memory",
  async () => {
    const program = "process.stdin.resume(); process.stdin.on('end', () => process.exit(7)); console.log('ready')";
    const { command, args } = withoutDumps(["-e", program]);
    const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk));
    await once(child.stdout, "data");
    const limits = await readFile(`/proc/${child.pid}/limits`, "utf8");
    expect(limits).toMatch(/^Max core file size +0 +0 /m);
    child.kill("SIGUSR1");
    const closed = once(child, "close");
    child.stdin.end();
    expect(await closed).toEqual([7, null]);
    expect(output).toBe("ready\n");
  },
);
