import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Sandbox } from "../src/index.ts";
import { openTestSandbox, testEngine, testInstance } from "./open-test-sandbox.ts";

async function run(sandbox: Sandbox, command: string, timeoutMs = 30_000) {
  let text = "";
  const result = await sandbox.workspace.runCommand({ command, timeoutMs, onOutput: (chunk) => (text += chunk) });
  return { ...result, text };
}

/** A bomb in the background grows until the limit is met, whose first command then ends it. */
async function countProcesses(sandbox: Sandbox): Promise<number> {
  const { ending, exitCode, text } = await run(sandbox, "ls -d /proc/[0-9]* | wc -l");
  expect({ ending, exitCode }).toEqual({ ending: "exited", exitCode: 0 });
  return Number(text.trim().split("\n").at(-1));
}

describe("a hostile command", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await openTestSandbox();
  });
  afterAll(() => sandbox.stop());

  test("finds no interface but lo, no route and no resolver (N01, N03, N04, N05)", async () => {
    expect((await run(sandbox, "ls /sys/class/net")).text.trim()).toBe("lo");
    expect((await run(sandbox, "tail -n +2 /proc/net/route; cat /proc/net/ipv6_route | grep -v ' lo$'")).text).toBe("");
    const connect =
      "import socket\nfor a in ('172.17.0.1','169.254.169.254','1.1.1.1'):\n try:\n  socket.create_connection((a,80),2); print('open')\n except OSError as e: print(e.errno)";
    expect((await run(sandbox, `python3 -c "${connect}"`)).text).toBe("101\n101\n101\n");
    expect((await run(sandbox, "getent hosts canary.example || echo none")).text).toBe("none\n");
  });

  test("may not touch the kernel's switches, nor write as PID 1 (C09, C10)", async () => {
    for (const path of ["/proc/sysrq-trigger", "/proc/sys/kernel/core_pattern", "/sys/kernel/uevent_helper", "/proc/1/fd/1"]) {
      expect((await run(sandbox, `{ echo x > ${path}; } 2>/dev/null && echo wrote || echo denied`)).text).toBe("denied\n");
    }
    expect((await run(sandbox, "head -c 1 /proc/kcore /proc/1/environ 2>/dev/null | wc -c")).text.trim()).toBe("0");
  });

  test("is refused the system calls that programs without privileges do not need (C11, N06, N25)", async () => {
    const numbers = { io_uring_setup: 425, bpf: 321, userfaultfd: 323, ptrace: 101, add_key: 248, keyctl: 250, perf_event_open: 298 };
    const more = { unshare: 272, setns: 308, mount: 165, open_by_handle_at: 304, process_vm_readv: 310, chroot: 161 };
    const script = `import ctypes; c=ctypes.CDLL(None,use_errno=True)
for n in ${JSON.stringify(Object.values({ ...numbers, ...more }))}: print(c.syscall(n,1,0,0,0,0), ctypes.get_errno())`;
    const { text } = await run(sandbox, `test "$(uname -m)" = x86_64 && python3 - <<'END'\n${script}\nEND`);
    expect(text).toBe("-1 1\n".repeat(13));
    const sockets =
      "import socket\nfor f in (17,38,40):\n try: socket.socket(f,3 if f==17 else 5 if f==38 else 1); print('open')\n except OSError as e: print(e.errno)";
    expect((await run(sandbox, `python3 -c "${sockets}"`)).text).toBe("1\n1\n1\n");
  });

  test("has no capability and cannot gain one (C12, C13)", async () => {
    const { text } = await run(sandbox, "grep -E '^(CapEff|CapPrm|CapBnd|NoNewPrivs|Seccomp):' /proc/self/status | tr -d '\\t'; id -u");
    expect(text).toBe("CapPrm:0000000000000000\nCapEff:0000000000000000\nCapBnd:0000000000000000\nNoNewPrivs:1\nSeccomp:2\n1000\n");
    expect(
      (await run(sandbox, "mknod /workspace/disk b 8 0 2>/dev/null || echo denied; su -c id 2>/dev/null </dev/null || echo denied")).text,
    ).toBe("denied\ndenied\n");
  });

  test("cannot end PID 1", async () => {
    expect((await run(sandbox, "kill -9 1 2>/dev/null || echo denied")).text).toBe("denied\n");
    expect(await run(sandbox, "kill -9 -1; echo after")).toMatchObject({ ending: "exited", exitCode: 137 });
    expect((await run(sandbox, "echo alive")).text).toBe("alive\n");
  });

  test("cannot forge its own ending or that of a later command", async () => {
    const { exitCode } = await run(sandbox, String.raw`printf '\0%s:e0:0\0' guess 000000000000000000000000; exit 7`);
    expect(exitCode).toBe(7);
  });

  test("that forks without end leaves a sandbox in which the next command works (C02, C03)", async () => {
    const bombs = [
      "bomb() { bomb | bomb & }; bomb",
      "while :; do sleep 1000 & done",
      "setsid bash -c 'for i in {1..400}; do sleep 1000 & done; sleep 1000' >/dev/null 2>&1 & until false; do sleep 0.1 2>/dev/null || exit 0; done",
      "setsid bash -c 'while :; do (sleep 1000 &) & done' >/dev/null 2>&1 & exit 0",
    ];
    for (const bomb of bombs) {
      const { durationMs } = await run(sandbox, bomb, 3_000);
      expect(durationMs).toBeLessThan(13_000);
      await countProcesses(sandbox);
    }
    await expect.poll(() => countProcesses(sandbox), { timeout: 60_000 }).toBeLessThan(20);
  });

  test("that eats all memory is reported as such, and the sandbox lives (C05)", async () => {
    const eaten = await run(sandbox, "python3 -c 'x = bytearray(2_000_000_000)'; echo code $?");
    expect(eaten).toMatchObject({ ending: "exited", outOfMemory: true });
    expect(eaten.text).toContain("code 137");
    expect(await run(sandbox, "echo fine")).toMatchObject({ text: "fine\n", outOfMemory: false });
  });

  test("that fills /tmp or /dev/shm meets their bound (C05)", async () => {
    expect(
      (await run(sandbox, "head -c 100M /dev/zero > /dev/shm/x; rm -f /dev/shm/x; head -c 400M /dev/zero > /tmp/x; rm -f /tmp/x")).text,
    ).toMatch(/No space left[\s\S]*No space left/);
  });

  test("with 1 GB on one line is read in bounded memory", async () => {
    let received = 0;
    const before = process.memoryUsage().rss;
    const result = await sandbox.workspace.runCommand({
      command: "head -c 1000000000 /dev/zero | tr '\\0' x",
      timeoutMs: 60_000,
      maxOutputBytes: 1_000_000,
      onOutput: (chunk) => (received += chunk.length),
    });
    expect(result).toMatchObject({ ending: "exited", exitCode: 0, droppedBytes: 999_000_000 });
    expect(received).toBe(1_000_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 2 ** 20);
  });
});

describe("stopping", () => {
  test("ends a command whose reader failed", async () => {
    await using sandbox = await openTestSandbox();
    const onOutput = () => {
      throw new Error("the reader failed");
    };
    await expect(sandbox.workspace.runCommand({ command: "echo begun; sleep 4321", timeoutMs: 60_000, onOutput })).rejects.toThrow(
      "the reader failed",
    );
    expect((await run(sandbox, "until ! grep -qs 432[1] /proc/[0-9]*/cmdline; do sleep 0.1; done; echo gone", 9_000)).text).toBe("gone\n");
  });

  test("ends even a child that left its session and ignores TERM", async () => {
    const sandbox = await openTestSandbox();
    await run(sandbox, "setsid sh -c 'trap \"\" TERM HUP INT; while :; do sleep 1; done' >/dev/null 2>&1 & echo begun");
    const begunAt = performance.now();
    await sandbox.stop();
    await sandbox.stop();
    expect(performance.now() - begunAt).toBeLessThan(10_000);
    await expect(testEngine.docker.getContainer(sandbox.id).inspect()).rejects.toMatchObject({ statusCode: 404 });
  });

  test("fails the command that runs, and every later one, as unavailable", async () => {
    const sandbox = await openTestSandbox();
    const running = run(sandbox, "echo begun; sleep 300");
    const failed = expect(running).rejects.toMatchObject({ code: "unavailable" });
    await sandbox.stop();
    await failed;
    await expect(run(sandbox, "true")).rejects.toMatchObject({ code: "unavailable" });
    await expect(sandbox.workspace.readFile("x")).rejects.toMatchObject({ code: "unavailable" });
  });

  test("leaves no container of this test behind", async () => {
    const left = await testEngine.docker.listContainers({ all: true, filters: { label: [`slipway.instance=${testInstance}`] } });
    expect(left).toEqual([]);
  });
});
