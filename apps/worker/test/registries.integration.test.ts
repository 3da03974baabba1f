import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { resolveLimits } from "@slipway/core";
import { connectDocker } from "@slipway/sandbox";
import pino from "pino";
import { afterAll, expect, test } from "vitest";
import { rememberRegistries } from "../src/environment/registries.ts";
import { listSandboxes } from "./list-sandboxes.ts";

const instance = `test-${process.pid}-${Date.now()}`;
const image = `slipway-test-registries:${randomUUID().slice(0, 8)}`;
const attemptId = randomUUID();

/** Asks in a sandbox of so much memory, and gives the hosts with what was told. */
async function ask(registries: ReturnType<typeof rememberRegistries>, memoryBytes: number) {
  const notes: string[] = [];
  const rules = await registries.of({
    context: { docker: connectDocker(), settings: { sandboxImage: image }, instance, log: pino({ enabled: false }) },
    work: { attemptId, epoch: 1, environment: null },
    limits: resolveLimits({ memoryBytes, processes: 128 }),
    signal: new AbortController().signal,
    journal: { note: async (_level, text) => void notes.push(text) },
  });
  return { hosts: rules.map(({ pattern }) => pattern), notes };
}

test("what an image could not say in a bad moment is asked again, and what it said whole is remembered", async () => {
  makeImage();
  const registries = rememberRegistries();
  const cutShort = await ask(registries, 96 * 2 ** 20);
  expect(cutShort.hosts).not.toContain("hungry.example");
  expect(cutShort.notes).toEqual([expect.stringContaining(`The image ${image} did not tell all registries`)]);
  const whole = await ask(registries, 1024 * 2 ** 20);
  expect(whole).toMatchObject({ hosts: expect.arrayContaining(["hungry.example"]), notes: [] });
  expect(await ask(registries, 96 * 2 ** 20)).toEqual(whole);
  expect(await listSandboxes(attemptId)).toEqual([]);
});

/** One of its tools needs 200 MB of memory before it answers. */
function makeImage(): void {
  const tool = "#!/bin/sh\\nhead -c 200000000 /dev/zero | tail -n 1 >/dev/null || kill -s KILL $$\\necho https://hungry.example/\\n";
  const command = `rm -f /usr/bin/npm /usr/local/bin/npm; printf '${tool}' >/usr/local/bin/composer && chmod 755 /usr/local/bin/composer`;
  const run = ["run", "--user=0", `--label=slipway.instance=${instance}`, "--network=none", `--name=${instance}`];
  execFileSync("docker", [...run, process.env.TEST_IMAGE ?? "", "sh", "-c", command]);
  execFileSync("docker", ["commit", instance, image]);
  execFileSync("docker", ["rm", "--force", instance]);
}

afterAll(() => execFileSync("docker", ["image", "rm", "--force", image]));
