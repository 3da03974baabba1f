import { once } from "node:events";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { extract, pack } from "tar-stream";
import { expect, test } from "vitest";
import { contextWith } from "./context-with.ts";

const dockerfile = { name: "Dockerfile", text: "FROM scratch\n" };

/** As a file is read: piece by piece. */
async function archive(files: Record<string, string | Buffer>): Promise<Readable> {
  const packed = pack();
  for (const [name, content] of Object.entries(files)) packed.entry({ name }, content);
  packed.finalize();
  const bytes = await buffer(packed);
  const pieces = Array.from({ length: Math.ceil(bytes.length / 65_536) }, (_, at) => bytes.subarray(at * 65_536, (at + 1) * 65_536));
  return Readable.from(pieces, { highWaterMark: 1 });
}

test("the judged text takes the place of what the archive has under its name", async () => {
  const context = await archive({ "src/a.txt": "a", "./Dockerfile": "FROM other\n" });
  const found: Record<string, string> = {};
  for await (const entry of Readable.from(contextWith({ context, dockerfile })).pipe(extract()))
    found[entry.header.name] = (await buffer(entry)).toString();
  expect(found).toEqual({ "src/a.txt": "a", Dockerfile: "FROM scratch\n" });
});

test("an engine that stops reading lets go of the archive, whatever was under way", async () => {
  const context = await archive({ large: Buffer.alloc(4 * 2 ** 20) });
  const packed = contextWith({ context, dockerfile });
  await once(packed, "readable");
  packed.destroy();
  if (!context.closed) await once(context, "close");
});

test("an archive that breaks breaks what is made of it", async () => {
  const context = new Readable({ read() {} });
  const packed = contextWith({ context, dockerfile });
  const broken = expect(buffer(packed)).rejects.toThrow("git ended");
  context.destroy(new Error("git ended"));
  await broken;
});
