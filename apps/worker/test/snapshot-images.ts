import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

export const snapshotTag = (snapshotId: string | undefined) => `slipway-snapshot:${snapshotId}`;

/** Whether Docker's own client removed the image; it does not while a container uses it. */
export async function removeImage(image: string): Promise<boolean> {
  return run("docker", ["image", "rm", image]).then(
    () => true,
    () => false,
  );
}

/** An image with the labels of a snapshot, without a setup. Returns its id. */
export async function anImage(snapshotId: string, instance: string): Promise<string> {
  const docker = async (...args: string[]) => (await run("docker", args)).stdout.trim();
  const labels = ["--label", `slipway.instance=${instance}`, "--label", `slipway.snapshot=${snapshotId}`];
  const container = await docker("create", ...labels, process.env.TEST_IMAGE ?? "", "true");
  const image = await docker("commit", container, snapshotTag(snapshotId));
  await docker("rm", container);
  return image;
}
