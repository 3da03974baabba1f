import { Readable } from "node:stream";
import { pack } from "tar-stream";
import { expect, test } from "vitest";
import { findSecretFiles } from "./find-secret-files.ts";

const secrets = [
  { name: "NPM", value: "canary-of-npm-1" },
  { name: "PIP", value: "canary-of-pip-2" },
];
const base64 = (text: string) => Buffer.from(text).toString("base64");

function anArchive(files: Record<string, string>): Readable {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) archive.entry({ name }, content);
  archive.entry({ name: "link", type: "symlink", linkname: "/x/canary-of-pip-2" });
  archive.finalize();
  return Readable.from(archive);
}

test("S05: each file that holds a secret is named with it, whatever the encoding, also by its name or target alone", async () => {
  const files = {
    "etc/plain": "nothing",
    "root/.npmrc": `_auth=${base64("ci:canary-of-npm-1")}`,
    "tmp/canary-of-npm-1": "x",
    both: "canary-of-npm-1 canary-of-pip-2",
  };
  expect(await findSecretFiles(anArchive(files), secrets)).toEqual([
    { secret: "NPM", path: "/root/.npmrc" },
    { secret: "NPM", path: "/tmp/canary-of-npm-1" },
    { secret: "NPM", path: "/both" },
    { secret: "PIP", path: "/both" },
    { secret: "PIP", path: "/link" },
  ]);
});

test("S05: a file is named whose base64 or hex is cut into lines within a secret", async () => {
  const value = "canary-of-a-longer-value-".repeat(4);
  const lines = (text: string, column: number) => text.replace(new RegExp(`.{${column}}`, "g"), "$&\n");
  const files = {
    "root/auth": lines(base64(`ci:${value}`), 76),
    "root/auth.pem": lines(base64(value), 64).replaceAll("\n", "\r\n"),
    "root/auth.json": JSON.stringify({ auth: lines(base64(`user:${value}`), 76) }),
    "root/auth.hex": lines(Buffer.from(value).toString("hex"), 60),
    "etc/plain": lines("nothing".repeat(50), 76),
  };
  const found = await findSecretFiles(anArchive(files), [{ name: "LONG", value }]);
  expect(found.map(({ path }) => path)).toEqual(["/root/auth", "/root/auth.pem", "/root/auth.json", "/root/auth.hex"]);
});

test("files beside each other are not read as one", async () => {
  expect(await findSecretFiles(anArchive({ a: "canary-of-", b: "npm-1" }), secrets.slice(0, 1))).toEqual([]);
});

test("an archive full of hits is told by ten of them, and left there", async () => {
  const archive = anArchive(Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`f${n}`, "canary-of-npm-1"])));
  expect(await findSecretFiles(archive, secrets)).toHaveLength(10);
  expect(archive.destroyed).toBe(true);
});

test("an archive that breaks off is an error, not an all-clear", async () => {
  const whole = Buffer.concat(await anArchive({ a: "x".repeat(5_000) }).toArray());
  await expect(findSecretFiles(Readable.from([whole.subarray(0, 2_000)]), secrets)).rejects.toThrow();
});
