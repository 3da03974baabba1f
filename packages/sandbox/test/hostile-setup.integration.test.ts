import { randomUUID } from "node:crypto";
import { resolveLimits } from "@slipway/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { StartedSandbox } from "../src/equip-sandbox.ts";
import { runCommand } from "../src/exec/run-command.ts";
import { startSandbox } from "../src/start-sandbox.ts";
import { testEngine, testImage, testInstance } from "./open-test-sandbox.ts";

let setup: StartedSandbox;
beforeAll(async () => {
  const owner = { instance: testInstance, attemptId: randomUUID(), epoch: 1, role: "setup" };
  const limits = resolveLimits({ memoryBytes: 512 * 2 ** 20, processes: 128 });
  setup = await startSandbox(testEngine, { image: testImage, limits, variables: {}, owner }, "setup");
});
afterAll(() => setup.stop());

async function run(command: string, timeoutMs = 30_000): Promise<string> {
  let text = "";
  await runCommand(setup.state, { command, timeoutMs, onOutput: (chunk) => (text += chunk) });
  return text;
}

test("a setup script is root of its container with five capabilities and no way to more (C11, C12, C13)", async () => {
  expect(await run("id -u; grep -E '^Cap(Eff|Bnd|Amb):|^Seccomp:' /proc/self/status | tr -d '\\t'")).toBe(
    "0\nCapEff:00000000000000cb\nCapBnd:00000000000000cb\nCapAmb:0000000000000000\nSeccomp:2\n",
  );
  const numbers = { io_uring_setup: 425, bpf: 321, userfaultfd: 323, ptrace: 101, keyctl: 250, unshare: 272, mount: 165, setns: 308 };
  const more = { open_by_handle_at: 304, chroot: 161, init_module: 175, reboot: 169, settimeofday: 164, sethostname: 170 };
  const calls = Object.values({ ...numbers, ...more });
  const script = `import ctypes; c=ctypes.CDLL(None,use_errno=True)\nfor n in ${JSON.stringify(calls)}: print(c.syscall(n,1,0,0,0,0), ctypes.get_errno())`;
  if (process.arch === "x64") expect(await run(`python3 - <<'END'\n${script}\nEND`)).toBe("-1 1\n".repeat(calls.length));
  expect(await run("mknod /tmp/disk b 8 0 2>&1; mount -t tmpfs none /mnt 2>&1; ls /dev")).not.toMatch(/sd[a-z]|vd[a-z]|kvm|loop/);
});

test("a setup script writes no switch of the kernel, as root as it is (C10)", async () => {
  const paths = [
    "/proc/sysrq-trigger",
    "/proc/sys/kernel/core_pattern",
    "/proc/sys/kernel/modprobe",
    "/proc/sys/vm/drop_caches",
    "/sys/kernel/uevent_helper",
    "/sys/fs/cgroup/memory/release_agent",
    "/proc/kcore",
    "/proc/irq/default_smp_affinity",
    "/proc/bus/pci",
    "/proc/1/mem",
  ];
  for (const path of paths) {
    expect([path, await run(`{ printf x >> ${path}; } 2>/dev/null && echo wrote || echo denied`)]).toEqual([path, "denied\n"]);
  }
  expect(
    await run(
      "head -c 1 /proc/kcore /proc/1/environ 2>/dev/null | wc -c; find /sys/firmware /proc/acpi /proc/scsi -type f 2>/dev/null | wc -l",
    ),
  ).toMatch(/^\d\n0\n$/);
});

test("a setup script reaches nothing, and neither ends its container nor fills it with processes (C02, N01, N25)", async () => {
  expect(await run("ls /sys/class/net; tail -n +2 /proc/net/route; ls /run/docker.sock /var/run/docker.sock 2>/dev/null")).toBe("lo\n");
  await run("bomb() { bomb | bomb & }; bomb", 3_000);
  await run("kill -9 1; kill -9 -1");
  expect(await run("echo alive")).toBe("alive\n");
});
