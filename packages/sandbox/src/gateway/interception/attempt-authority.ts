import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { createSecureContext, type SecureContext } from "node:tls";
import {
  BasicConstraints,
  ExtendedKeyUsage,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  id_kp_serverAuth,
  KeyUsage,
  KeyUsageFlags,
  NameConstraints,
  SubjectAlternativeName,
} from "@peculiar/asn1-x509";
import { rememberHosts } from "./remember-hosts.ts";
import { signCertificate } from "./sign-certificate.ts";

/** One attempt's own certificate authority. Its keys are in this process's memory alone and end with it. */
export type AttemptAuthority = {
  /** In PEM: what the sandbox is to trust. It can speak for the given hosts and for no other. */
  readonly certificate: string;
  /** What a TLS server needs to be `host`. */
  contextFor(host: string): SecureContext;
};

const NAME = "Slipway gateway of one attempt";
const BACK_MS = 300_000;
/** Twice as long as an attempt may run. */
const LIFETIME_MS = 48 * 3_600_000;
const EVERY_ADDRESS = ["0.0.0.0/0.0.0.0", "0:0:0:0:0:0:0:0/0:0:0:0:0:0:0:0"];

/** `hosts` are names or `*.suffix`. */
export function createAuthority({ hosts, now }: { hosts: readonly string[]; now: Date }): AttemptAuthority {
  const own = keyPair();
  const leaf = keyPair();
  const signer = { name: NAME, ...own };
  const dates = { notBefore: new Date(now.getTime() - BACK_MS), notAfter: new Date(now.getTime() + LIFETIME_MS) };
  const certificate = signCertificate({
    subject: NAME,
    publicKey: own.publicKey,
    signer,
    ...dates,
    extensions: [
      { id: id_ce_basicConstraints, isCritical: true, value: new BasicConstraints({ cA: true, pathLenConstraint: 0 }) },
      { id: id_ce_keyUsage, isCritical: true, value: new KeyUsage(KeyUsageFlags.keyCertSign) },
      { id: id_ce_extKeyUsage, isCritical: false, value: new ExtendedKeyUsage([id_kp_serverAuth]) },
      { id: id_ce_nameConstraints, isCritical: true, value: constraintsOf(hosts) },
    ],
  });
  const contexts = rememberHosts<SecureContext>();
  const contextFor = (host: string) => {
    const known = contexts.get(host);
    if (known !== undefined) return known;
    const cert = signCertificate({
      subject: host.length > 64 ? "a long name" : host,
      publicKey: leaf.publicKey,
      signer,
      ...dates,
      extensions: [
        { id: id_ce_basicConstraints, isCritical: true, value: new BasicConstraints({ cA: false }) },
        { id: id_ce_keyUsage, isCritical: true, value: new KeyUsage(KeyUsageFlags.digitalSignature) },
        { id: id_ce_extKeyUsage, isCritical: false, value: new ExtendedKeyUsage([id_kp_serverAuth]) },
        { id: id_ce_subjectAltName, isCritical: false, value: new SubjectAlternativeName([new GeneralName({ dNSName: host })]) },
      ],
    });
    const context = createSecureContext({ key: leaf.privateKey.export({ type: "pkcs8", format: "pem" }), cert, minVersion: "TLSv1.2" });
    contexts.set(host, context);
    return context;
  };
  return { certificate, contextFor };
}

function keyPair(): { privateKey: KeyObject; publicKey: KeyObject } {
  return generateKeyPairSync("ec", { namedCurve: "P-256" });
}

/** A name covers what is below it too (RFC 5280 4.2.1.10); addresses are no names, and are refused one and all. */
function constraintsOf(hosts: readonly string[]): NameConstraints {
  const names = [...new Set(hosts.map((pattern) => pattern.replace(/^\*\./, "")))];
  return new NameConstraints({
    permittedSubtrees: new GeneralSubtrees(names.map((dNSName) => new GeneralSubtree({ base: new GeneralName({ dNSName }) }))),
    excludedSubtrees: new GeneralSubtrees(EVERY_ADDRESS.map((iPAddress) => new GeneralSubtree({ base: new GeneralName({ iPAddress }) }))),
  });
}
