import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { expect, test } from "vitest";
import { readHostAuthorities } from "./host-authorities.ts";

test("the host's own authorities are told apart from those that every client knows, and doubled ones are kept once", async () => {
  const folder = await mkdtemp(join(tmpdir(), "slipway-ca-"));
  try {
    const own = join(folder, "own.pem");
    const options = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1", "-subj", "/CN=Company"];
    execFileSync("openssl", ["req", ...options, "-keyout", join(folder, "key.pem"), "-out", own], { stdio: "ignore" });
    const company = (await readFile(own, "utf8")).trim();
    const bundle = join(folder, "bundle.pem");
    await writeFile(bundle, `# a comment\n${company}\n${rootCertificates.slice(0, 3).join("\n")}\nbroken\n`);
    const found = await readHostAuthorities([undefined, "", bundle, own, join(folder, "missing.pem")]);
    expect(found?.own).toBe(`${company}\n`);
    expect(found?.usual.match(/BEGIN CERTIFICATE/g)?.length).toBe(3);
  } finally {
    await rm(folder, { recursive: true });
  }
});
