import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join, normalize } from "node:path";
import { crc32 } from "node:zlib";

const WHEEL = "private_wheel-1.0-py3-none-any.whl";

type Asked = { host: string; path: string; authorization: string | undefined };

/**
 * A private host of every kind in one: a page, an npm registry and an index of pip's with one package each, a git repository. Whoever does not send `authorization`
 * is answered 401. What was asked, with which header, is in `asked`.
 */
export function privateRegistry({ authorization }: { authorization: string }) {
  const folder = mkdtempSync(join(tmpdir(), "slipway-registry-"));
  const git = (...args: string[]) => execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@example.org", ...args], { cwd: folder });
  git("init", "-qb", "main", "work");
  writeFileSync(join(folder, "work/hello.txt"), "a private file\n");
  git("-C", "work", "add", "hello.txt");
  git("-C", "work", "commit", "-qm", "First");
  git("clone", "-q", "--bare", "work", "repo.git");
  git("-C", "repo.git", "update-server-info");
  const archive = packNpm(folder);
  const asked: Asked[] = [];
  const listener: RequestListener = (request, response) => {
    const path = (request.url ?? "").split("?")[0] ?? "";
    asked.push({ host: request.headers.host ?? "", path, authorization: request.headers.authorization });
    if (request.headers.authorization !== authorization) return void response.writeHead(401).end("who are you?\n");
    answer({ request, response, path, folder, archive });
  };
  return { listener, asked, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

type Exchange = { request: IncomingMessage; response: ServerResponse; path: string; folder: string; archive: Buffer };

function answer({ request, response, path, folder, archive }: Exchange): void {
  if (path === "/whoami") return void response.end("you are known\n");
  if (path === "/echo") return void response.end(JSON.stringify({ headers: request.headers }));
  if (path === "/moved") return void response.writeHead(302, { location: "https://other.test/whoami" }).end();
  if (path === "/private-package") return void response.end(JSON.stringify(npmDocument(request.headers.host ?? "", archive)));
  if (path === "/private-package/-/private-package-1.0.0.tgz") return void response.end(archive);
  if (path === "/simple/private-wheel/")
    return void response.setHeader("content-type", "text/html").end(`<a href="/${WHEEL}">${WHEEL}</a>`);
  if (path === `/${WHEEL}`) return void response.end(aWheel());
  if (!path.startsWith("/repo.git/")) return void response.writeHead(404).end();
  try {
    response.end(readFileSync(join(folder, normalize(path))));
  } catch {
    response.writeHead(404).end();
  }
}

function packNpm(folder: string): Buffer {
  const manifest = { name: "private-package", version: "1.0.0", main: "index.js" };
  execFileSync("mkdir", ["-p", join(folder, "npm/package")]);
  writeFileSync(join(folder, "npm/package/package.json"), JSON.stringify(manifest));
  writeFileSync(join(folder, "npm/package/index.js"), "module.exports = 'from a private registry';\n");
  return execFileSync("tar", ["-cz", "-C", join(folder, "npm"), "package"]);
}

function npmDocument(host: string, archive: Buffer) {
  const dist = {
    tarball: `https://${host}/private-package/-/private-package-1.0.0.tgz`,
    integrity: `sha512-${createHash("sha512").update(archive).digest("base64")}`,
  };
  const version = { name: "private-package", version: "1.0.0", main: "index.js", dist };
  return { name: "private-package", "dist-tags": { latest: "1.0.0" }, versions: { "1.0.0": version } };
}

/** A Python package as an archive without compression (APPNOTE 4.3, PEP 427). */
function aWheel(): Buffer {
  const info = "private_wheel-1.0.dist-info";
  const files = Object.entries({
    "private_wheel.py": "word = 'wheel'\n",
    [`${info}/METADATA`]: "Metadata-Version: 2.1\nName: private_wheel\nVersion: 1.0\n",
    [`${info}/WHEEL`]: "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    [`${info}/RECORD`]: "",
  });
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of files) {
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(0x21, 8);
    facts.writeUInt32LE(crc32(text), 10);
    facts.writeUInt32LE(text.length, 14);
    facts.writeUInt32LE(text.length, 18);
    facts.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), facts, place, Buffer.from(name)]));
    const body = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), facts, Buffer.from(name + text)]);
    bodies.push(body);
    offset += body.length;
  }
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, ...directory, end]);
}
