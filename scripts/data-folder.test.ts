import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openDataFolder } from "./data-folder.ts";

test("programs that begin at the same time are all noted, in a file that can be read at any moment", async () => {
  const path = await mkdtemp(join(tmpdir(), "slipway-data-"));
  const folder = await openDataFolder({ path, url: "http://127.0.0.1:1" });
  const writes = Array.from({ length: 200 }, (_, count) =>
    folder.noteChildren(Array.from({ length: count % 7 }, (_, index) => 1_000_000 + index)),
  );
  for (let round = 0; round < 50; round += 1) JSON.parse(await readFile(join(path, "running.json"), "utf8"));
  await Promise.all(writes);
  expect(JSON.parse(await readFile(join(path, "running.json"), "utf8"))).toMatchObject({ children: [1_000_000, 1_000_001, 1_000_002] });
  await folder[Symbol.asyncDispose]();
  await rm(path, { recursive: true });
});
