import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ensureSecretKey } from "./secret-key.ts";

test("the key is made once, for this user alone, and kept by every later start", async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), "slipway-key-"));
  try {
    const paths = await Promise.all([1, 2, 3].map(() => ensureSecretKey({ dataFolder })));
    const path = join(dataFolder, "secret-key");
    expect(paths).toEqual([path, path, path]);
    const key = await readFile(path, "utf8");
    expect(Buffer.from(key, "base64")).toHaveLength(32);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await ensureSecretKey({ dataFolder });
    expect(await readFile(path, "utf8")).toBe(key);
  } finally {
    await rm(dataFolder, { recursive: true });
  }
});
