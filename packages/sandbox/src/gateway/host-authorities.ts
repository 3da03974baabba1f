import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { rootCertificates } from "node:tls";

/** Certificates in PEM: `own` are those that no client brings along by itself, such as a company proxy's; `usual` are the others. */
export type Authorities = { own: string; usual: string };

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
/** Where distributions keep what the host trusts. */
const USUAL_FILES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

/** Reads every file that the host's settings name, or else the host's own bundle. Null where there is none. */
export async function readHostAuthorities(named: readonly (string | undefined)[]): Promise<Authorities | null> {
  const given = named.filter((path): path is string => path !== undefined && path !== "");
  const texts = await readAll(given);
  const found = texts.length > 0 ? texts : (await readAll(USUAL_FILES)).slice(0, 1);
  const certificates = new Map<string, string>();
  for (const [pem] of found.join("\n").matchAll(CERTIFICATE)) {
    const fingerprint = fingerprintOf(pem);
    if (fingerprint !== null) certificates.set(fingerprint, pem);
  }
  if (certificates.size === 0) return null;
  const known = new Set(rootCertificates.map(fingerprintOf));
  const ofKind = (isOwn: boolean) => [...certificates].filter(([fingerprint]) => known.has(fingerprint) !== isOwn).map(([, pem]) => pem);
  return { own: asBundle(ofKind(true)), usual: asBundle(ofKind(false)) };
}

async function readAll(paths: readonly string[]): Promise<string[]> {
  const texts = await Promise.all([...new Set(paths)].map((path) => readFile(path, "utf8").catch(() => "")));
  return texts.filter((text) => text !== "");
}

function fingerprintOf(pem: string): string | null {
  try {
    return new X509Certificate(pem).fingerprint256;
  } catch {
    return null;
  }
}

function asBundle(certificates: readonly string[]): string {
  return certificates.map((pem) => `${pem}\n`).join("");
}
