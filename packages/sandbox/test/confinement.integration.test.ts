import { randomUUID } from "node:crypto";
import { resolveLimits } from "@slipway/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSandbox, type Sandbox } from "../src/index.ts";
import { openTestSandbox, testEngine, testImage, testInstance } from "./open-test-sandbox.ts";

async function run(sandbox: Sandbox, command: string, timeoutMs = 30_000) {
  let text = "";
  const result = await sandbox.workspace.runCommand({ command, timeoutMs, onOutput: (chunk) => (text += chunk) });
  return { ...result, text };
}

test("every container that is started carries the whole confinement (C01)", async () => {
  await using sandbox = await openTestSandbox();
  const { Config, HostConfig, Mounts } = await testEngine.docker.getContainer(sandbox.id).inspect();
  expect(Config).toMatchObject({ User: "65534:65534", Tty: false, OpenStdin: false, Cmd: ["sleep", "infinity"] });
  expect(HostConfig).toMatchObject({
    NetworkMode: "none",
    Init: true,
    Privileged: false,
    CapAdd: null,
    CapDrop: ["ALL"],
    PidsLimit: 128,
    Memory: 512 * 2 ** 20,
    MemorySwap: 512 * 2 ** 20,
    OomScoreAdj: 500,
    IpcMode: "private",
    LogConfig: { Type: "none" },
    Binds: null,
  });
  expect(HostConfig.SecurityOpt).toEqual(["no-new-privileges:true", expect.stringMatching(/^seccomp=.*SCMP_ACT_ERRNO/)]);
  expect(HostConfig.NanoCpus).toBeGreaterThan(0);
  expect(Mounts.filter(({ Type }) => Type !== "tmpfs")).toEqual([]);
});

test("busy loops and a sleep past the limit end at their deadline, and others keep their pace (C06)", async () => {
  await using busy = await openTestSandbox({ cpus: 0.5 });
  await using peer = await openTestSandbox({ cpus: 0.5 });
  const burning = run(busy, "for i in 1 2 3 4; do (trap '' TERM; while :; do :; done) & done; sleep 600", 3_000);
  expect(await run(peer, "echo quick", 10_000)).toMatchObject({ ending: "exited", text: "quick\n" });
  const { ending, durationMs } = await burning;
  expect(ending).toBe("timed_out");
  expect(durationMs).toBeLessThan(8_000);
  expect(await run(busy, "echo after")).toMatchObject({ text: "after\n" });
});

test("a sandbox sees its own name and its own processes, and no other container (C18)", async () => {
  await using other = await openTestSandbox();
  const marker = `peer-${randomUUID()}`;
  await run(other, `setsid bash -c 'exec -a ${marker} sleep 60' >/dev/null 2>&1 & true`);
  await using sandbox = await openTestSandbox();
  expect((await run(sandbox, "cat /etc/hostname")).text.trim()).toBe(sandbox.id.slice(0, 12));
  const seen = await run(
    sandbox,
    "cat /proc/[0-9]*/cmdline | tr '\\0' ' '; cat /etc/hosts; ls /sys/class/net; ls /proc | grep -c '^[0-9]'",
  );
  expect(seen.text).not.toContain(marker);
  expect(seen.text).not.toContain(other.id.slice(0, 12));
  expect(Number(seen.text.trim().split("\n").at(-1))).toBeLessThan(12);
  expect((await run(sandbox, "date -s 2001-01-01 2>&1; hostname evil 2>&1; echo over")).text).toMatch(/not permitted[\s\S]*over/);
});

describe("a hostile image", () => {
  const image = `slipway-test-hostile:${randomUUID().slice(0, 8)}`;
  beforeAll(async () => {
    const container = await testEngine.docker.createContainer({
      Image: testImage,
      User: "0",
      Cmd: [
        "sh",
        "-c",
        "printf '#!/bin/sh\\ntouch /tmp/entered; exec sleep 1\\n' > /evil; chmod 4755 /evil; cp /bin/cat /setuid; chmod 4755 /setuid",
      ],
      Labels: { "slipway.instance": testInstance },
    });
    await container.start();
    await container.wait();
    const [repo, tag] = image.split(":");
    const changes = ['ENTRYPOINT ["/evil"]', "HEALTHCHECK --interval=1s CMD /evil", "VOLUME /data", "USER root"];
    await container.commit({ repo, tag, changes });
    await container.remove({ force: true });
  });
  afterAll(async () => {
    await testEngine.docker.getImage(image).remove({ force: true });
  });

  test("neither enters, nor is asked for its health, nor gives root, nor outlives its sandbox (C12, C16)", async () => {
    const owner = { instance: testInstance, attemptId: randomUUID(), epoch: 1, role: "agent" };
    const limits = resolveLimits({ memoryBytes: 256 * 2 ** 20 });
    const sandbox = await openSandbox(testEngine, { image, limits, variables: {}, owner });
    const { Mounts, Config, State } = await testEngine.docker.getContainer(sandbox.id).inspect();
    expect(Config.Healthcheck?.Test).toEqual(["NONE"]);
    expect(State.Health).toBeUndefined();
    expect(
      (
        await run(
          sandbox,
          "test -e /tmp/entered && echo entered; id -u; /setuid /proc/self/status | grep -E '^Uid'; tr '\\0' ' ' </proc/1/cmdline",
        )
      ).text,
    ).toMatch(/^1000\nUid:\t1000\t1000\t1000\t1000\n.*sleep infinity/);
    const begunAt = performance.now();
    await sandbox.stop();
    expect(performance.now() - begunAt).toBeLessThan(10_000);
    const volumes = Mounts.flatMap(({ Name }) => (Name === undefined ? [] : [Name]));
    for (const name of volumes) await expect(testEngine.docker.getVolume(name).inspect()).rejects.toMatchObject({ statusCode: 404 });
  });
});
