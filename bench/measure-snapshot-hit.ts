import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { Limits } from "@slipway/core";
import { bundleCommit, openMirror, updateMirror } from "@slipway/forge";
import { buildSnapshot, openSandbox, removeSnapshotImages, type SandboxPlan } from "@slipway/sandbox";
import { temporaryFolder } from "../scripts/temporary-folder.ts";
import { runBareContainer } from "./bare-container.ts";
import { makeRepository } from "./make-repository.ts";
import type { Product } from "./product.ts";
import { type Row, rowOf } from "./report/row.ts";

const WARM_UPS = 2;
const AT_MOST = 1.3;
const BRANCH = "main";
const SETUP = "echo installed > /opt/installed";

type Subject = Pick<Product, "engine" | "image" | "signal">;

/** A snapshot that fits: container made and started, and the work tree at the commit; beside a bare container of the same image, in turns. */
export async function measureSnapshotHit({ engine, image, signal }: Subject, { count }: { count: number }): Promise<Row[]> {
  const instance = `bench-${process.pid}`;
  await using folder = await temporaryFolder("bench-snapshot");
  const repository = await bundledRepository(folder.path);
  const plan = (from: string): SandboxPlan => {
    const owner = { instance, attemptId: randomUUID(), epoch: 1, role: "agent" };
    return { image: from, limits: Limits.parse({}), variables: {}, owner, signal };
  };
  const snapshotId = randomUUID();
  const built = await buildSnapshot(engine, { ...plan(image), snapshotId, repository: repository(), script: SETUP, timeoutMs: 60_000 });
  if (built.kind !== "built") throw new Error(`The bench's snapshot was not built: ${built.log}`);
  await using stack = new AsyncDisposableStack();
  stack.defer(async () => void (await removeSnapshotImages(engine, { instance, isKnown: () => false, minAgeMs: 0 })));
  const [ready, bare]: [number[], number[]] = [[], []];
  for (let round = -WARM_UPS; round < count; round++) {
    signal.throwIfAborted();
    const { createAndStartMs } = await runBareContainer(engine, { image: built.imageId });
    const startedAt = performance.now();
    await using sandbox = await openSandbox(engine, plan(built.imageId));
    await sandbox.putRepository({ ...repository(), patch: null, mayBeThere: true });
    const took = performance.now() - startedAt;
    if (round < 0) continue;
    ready.push(took);
    bare.push(createAndStartMs);
  }
  return [
    rowOf({
      name: "snapshot hit → sandbox ready",
      unit: "ms",
      values: ready,
      floor: { name: "bare create+start", values: bare },
      target: { text: `≤ ${AT_MOST}× bare create+start`, limit: (floor) => AT_MOST * floor },
    }),
  ];
}

/** A bundle is read once, so each use opens it anew. */
async function bundledRepository(folder: string) {
  const location = await makeRepository(join(folder, "repository"));
  const mirror = openMirror({ root: join(folder, "mirrors"), repository: { id: "bench", kind: "path", location }, credential: null });
  const commit = await updateMirror(mirror, { branch: BRANCH });
  const path = await bundleCommit(mirror, { commit });
  return () => ({ bundle: createReadStream(path), commit, branch: BRANCH });
}
