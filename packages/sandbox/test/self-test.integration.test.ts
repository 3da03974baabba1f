import { expect, test } from "vitest";
import { type ContainerPlan, connectDocker, containerSpec, type SelfTestPlan, selfTest } from "../src/index.ts";
import { openTestSandbox, testEngine, testImage, testInstance } from "./open-test-sandbox.ts";

type Spec = ReturnType<typeof containerSpec>;
type Role = "agent" | "setup";

/** The container of one role alone as an engine makes it that ignores what `change` takes back. */
function broken(change: (spec: Spec) => void, broke: Role = "agent") {
  return (plan: ContainerPlan): Spec => {
    const spec = containerSpec(plan);
    if (plan.role === broke) change(spec);
    return spec;
  };
}

const run = (change: Partial<SelfTestPlan> = {}) => selfTest(testEngine, { image: testImage, instance: testInstance, ...change });

const failing = async (change: Partial<SelfTestPlan>) => (await run(change)).filter((part) => !part.ok);
const namesOf = (parts: { name: string }[]) => parts.map(({ name }) => name.replace("isolation: ", ""));

test("every control holds in a sandbox as tasks get it, is told with the engine's facts, and is proven within two seconds (R25)", async () => {
  await run();
  const bare = await timed(async () => {
    await using sandbox = await openTestSandbox();
    await sandbox.workspace.runCommand({ command: "true", timeoutMs: 60_000 });
  });
  const { value: parts, tookMs } = await timed(() => run());
  expect(parts.filter((part) => !part.ok)).toEqual([]);
  expect(parts.map((part) => part.name)).toEqual(
    expect.arrayContaining([
      "isolation: network",
      "isolation: variables",
      "isolation: gateway",
      "isolation: setup",
      "engine",
      "disk bound",
    ]),
  );
  // Where a sandbox with one command takes its time, the machine is busy with other work.
  expect(tookMs).toBeLessThan(Math.max(process.env.CI ? 8_000 : 4_000, bare.tookMs * 4));
});

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; tookMs: number }> {
  const begunAt = performance.now();
  return { value: await work(), tookMs: performance.now() - begunAt };
}

/** Each row is what an engine would do that ignored one option: exactly that control is named. */
const sabotages: [string, (spec: Spec) => void][] = [
  ["network", (spec) => (spec.HostConfig.NetworkMode = "bridge")],
  ["capabilities", (spec) => (spec.HostConfig.CapDrop = [])],
  ["capabilities", (spec) => (spec.HostConfig.CapAdd = ["NET_RAW"])],
  ["no new privileges", (spec) => (spec.HostConfig.SecurityOpt = spec.HostConfig.SecurityOpt?.slice(1))],
  ["system calls", (spec) => (spec.HostConfig.SecurityOpt = ["no-new-privileges:true", "seccomp=unconfined"])],
  ["system calls", (spec) => (spec.HostConfig.SecurityOpt = ["no-new-privileges:true"])],
  ["first process", (spec) => (spec.User = "0:0")],
  ["first process", (spec) => (spec.User = "1000:1000")],
  ["first process", (spec) => (spec.HostConfig.PidMode = "host")],
  ["process limit", (spec) => (spec.HostConfig.PidsLimit = -1)],
  ["memory limit", (spec) => Object.assign(spec.HostConfig, { Memory: 0, MemorySwap: 0 })],
  ["processor limit", (spec) => (spec.HostConfig.NanoCpus = 0)],
  ["temporary folders", (spec) => (spec.HostConfig.Tmpfs = {})],
  ["temporary folders", (spec) => Object.assign(spec.HostConfig.Tmpfs ?? {}, { "/tmp": "rw,exec,nosuid,nodev,mode=1777" })],
  ["temporary folders", (spec) => Object.assign(spec.HostConfig.Tmpfs ?? {}, { "/run": "rw,nosuid,nodev,exec,mode=755,size=16777216" })],
  ["kernel switches", (spec) => (spec.HostConfig.ReadonlyPaths = [])],
  ["host paths", (spec) => (spec.HostConfig.Binds = ["/var/run/docker.sock:/var/run/docker.sock"])],
  ["host paths", (spec) => (spec.HostConfig.Binds = ["/etc:/srv/host:ro"])],
  ["host paths", (spec) => (spec.HostConfig.IpcMode = "host")],
  [
    "host paths",
    (spec) =>
      (spec.HostConfig.Devices = [{ PathOnHost: "/dev/loop-control", PathInContainer: "/dev/loop-control", CgroupPermissions: "rwm" }]),
  ],
  ["base repository", (spec) => (spec.HostConfig.Tmpfs = { ...spec.HostConfig.Tmpfs, "/var/lib/slipway/base.git": "mode=1777" })],
  ["variables", (spec) => (spec.Env = [...(spec.Env ?? []), "OPENAI_API_KEY=canary"])],
];

test.each(sabotages)("a worker whose engine does not give %s is told exactly that (N24, R25)", async (control, change) => {
  expect(namesOf(await failing({ specOf: broken((spec) => void change(spec)) }))).toEqual([control]);
});

/** What only a setup's container has, and a few of what both have. */
const ofSetup: [string, (spec: Spec) => void][] = [
  ["network", (spec) => (spec.HostConfig.NetworkMode = "bridge")],
  ["capabilities", (spec) => (spec.HostConfig.CapDrop = [])],
  ["capabilities", (spec) => (spec.HostConfig.CapAdd = [...(spec.HostConfig.CapAdd ?? []), "NET_RAW"])],
  ["capabilities", (spec) => (spec.HostConfig.CapAdd = ["CHOWN"])],
  ["system calls", (spec) => (spec.HostConfig.SecurityOpt = [])],
  ["first process", (spec) => (spec.User = "0:0")],
  ["process limit", (spec) => (spec.HostConfig.PidsLimit = -1)],
  ["processor limit", (spec) => (spec.HostConfig.NanoCpus = 0)],
  ["temporary folders", (spec) => (spec.HostConfig.Tmpfs = {})],
  ["host paths", (spec) => (spec.HostConfig.Binds = ["/var/run/docker.sock:/var/run/docker.sock"])],
  [
    "host paths",
    (spec) =>
      (spec.HostConfig.Devices = [{ PathOnHost: "/dev/loop-control", PathInContainer: "/dev/loop-control", CgroupPermissions: "rwm" }]),
  ],
  ["variables", (spec) => (spec.Env = ["OPENAI_API_KEY=canary"])],
];

test.each(ofSetup)(
  "a worker whose engine does not give %s to a setup's container is told exactly that (N24, R25)",
  async (control, change) => {
    const parts = await failing({ specOf: broken((spec) => void change(spec), "setup") });
    expect(namesOf(parts)).toEqual(["setup"]);
    expect(parts[0]?.detail).toMatch(new RegExp(`^isolation: setup does not hold: ${control}: `));
  },
);

/** Each row is a gateway that does not keep to a task's policy. */
const gateways: [string, RegExp, Partial<SelfTestPlan>][] = [
  ["lets out what is not allowed", /not allowed got 200, not 403/, { gatewayPolicy: { mode: "public", rules: [] } }],
  ["refuses what is allowed", /allowed got 403, not 200/, { gatewayPolicy: { mode: "off", rules: [] } }],
  [
    "cannot run inside",
    /could not be asked: .*did not start/,
    { specOf: broken((spec) => Object.assign(spec.HostConfig.Tmpfs ?? {}, { "/opt/slipway": "noexec" })) },
  ],
];

test.each(gateways)("a worker whose gateway %s is told exactly that (R25)", async (_fault, told, change) => {
  const parts = await failing(change);
  expect(namesOf(parts)).toEqual(["gateway"]);
  expect(parts[0]?.detail).toMatch(told);
});

test("a privileged container breaks several controls, and each is named", async () => {
  const names = namesOf(await failing({ specOf: broken((spec) => (spec.HostConfig.Privileged = true)) }));
  expect(names).toEqual(expect.arrayContaining(["capabilities", "system calls", "host paths"]));
});

test("an engine without the image or without an answer is an error, not a pass", async () => {
  await expect(selfTest(testEngine, { image: "slipway/never-built:none", instance: testInstance })).rejects.toMatchObject({
    code: "not_found",
  });
  const nowhere = connectDocker({ dockerHost: "unix:///nonexistent/docker.sock" });
  await expect(selfTest(nowhere, { image: testImage, instance: testInstance })).rejects.toMatchObject({ code: "unavailable" });
});

test("nothing of the probe is left behind", async () => {
  const filters = { label: [`slipway.instance=${testInstance}`] };
  expect(await testEngine.docker.listContainers({ all: true, filters })).toEqual([]);
});
