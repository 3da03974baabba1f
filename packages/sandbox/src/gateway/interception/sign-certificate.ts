import { createHash, type KeyObject, randomBytes, sign } from "node:crypto";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  Certificate,
  Extension,
  Extensions,
  id_ce_authorityKeyIdentifier,
  id_ce_subjectKeyIdentifier,
  KeyIdentifier,
  Name,
  RelativeDistinguishedName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from "@peculiar/asn1-x509";

export type CertificatePlan = {
  subject: string;
  /** P-256, as `signer`'s key. */
  publicKey: KeyObject;
  signer: { name: string; privateKey: KeyObject; publicKey: KeyObject };
  notBefore: Date;
  notAfter: Date;
  /** Beside the identifiers of the two keys: a structure of RFC 5280 by the extension's object id. */
  extensions: readonly { id: string; isCritical: boolean; value: unknown }[];
};

const ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
const COMMON_NAME = "2.5.4.3";
const SERIAL_BYTES = 16;

/** A certificate of RFC 5280 in PEM, signed with ECDSA on P-256. */
export function signCertificate(plan: CertificatePlan): string {
  const algorithm = new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 });
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: serialNumber(),
    signature: algorithm,
    issuer: nameOf(plan.signer.name),
    subject: nameOf(plan.subject),
    validity: new Validity({ notBefore: plan.notBefore, notAfter: plan.notAfter }),
    subjectPublicKeyInfo: AsnConvert.parse(spkiOf(plan.publicKey), SubjectPublicKeyInfo),
    extensions: new Extensions(extensionsOf(plan)),
  });
  const signed = Buffer.from(AsnConvert.serialize(tbsCertificate));
  const signatureValue = bytesOf(sign("sha256", signed, plan.signer.privateKey));
  const certificate = new Certificate({ tbsCertificate, signatureAlgorithm: algorithm, signatureValue });
  const lines =
    Buffer.from(AsnConvert.serialize(certificate))
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

function extensionsOf({ publicKey, signer, extensions }: CertificatePlan): Extension[] {
  const identifiers = [
    { id: id_ce_subjectKeyIdentifier, isCritical: false, value: new SubjectKeyIdentifier(keyIdentifier(publicKey)) },
    {
      id: id_ce_authorityKeyIdentifier,
      isCritical: false,
      value: new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(keyIdentifier(signer.publicKey)) }),
    },
  ];
  return [...extensions, ...identifiers].map(
    ({ id, isCritical, value }) =>
      new Extension({ extnID: id, critical: isCritical, extnValue: new OctetString(AsnConvert.serialize(value)) }),
  );
}

/** Positive and not padded, as DER wants it. */
function serialNumber(): ArrayBuffer {
  const bytes = randomBytes(SERIAL_BYTES);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytesOf(bytes);
}

function nameOf(commonName: string): Name {
  const value = new AttributeValue({ utf8String: commonName });
  return new Name([new RelativeDistinguishedName([new AttributeTypeAndValue({ type: COMMON_NAME, value })])]);
}

/** RFC 7093, method 1. */
function keyIdentifier(key: KeyObject): ArrayBuffer {
  return bytesOf(createHash("sha256").update(spkiOf(key)).digest().subarray(0, 20));
}

function spkiOf(key: KeyObject): Buffer {
  return key.export({ type: "spki", format: "der" });
}

function bytesOf(buffer: Buffer): ArrayBuffer {
  return Uint8Array.from(buffer).buffer;
}
