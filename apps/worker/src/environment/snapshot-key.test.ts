import { NetworkPolicy } from "@slipway/core";
import { expect, test } from "vitest";
import { explainMiss, type ImageContent, imageKey, type SnapshotContent, snapshotKey } from "./snapshot-key.ts";

const content: SnapshotContent = {
  imageDigest: "sha256:1",
  setupScript: "npm ci",
  maintenanceScript: "",
  variables: { A: "1", B: "2" },
  secretHashes: [["TOKEN", "h"]],
  network: NetworkPolicy.parse({ setup: "common", hosts: ["a.example.org", "b.example.org"] }),
  hasExceptions: false,
  branch: null,
  lockfiles: [
    ["package-lock.json", "a"],
    ["web/yarn.lock", "b"],
  ],
};
const keyOf = (overrides: Partial<SnapshotContent> = {}, place: { ownerId?: string; engineId?: string } = {}) =>
  snapshotKey({ ownerId: "environment", engineId: "engine", ...place, content: { ...content, ...overrides } });

const changes: [string, Partial<SnapshotContent>][] = [
  ["image changed", { imageDigest: "sha256:2" }],
  ["setup script changed", { setupScript: "npm ci --no-audit" }],
  ["maintenance script changed", { maintenanceScript: "npm run generate" }],
  ["variables changed", { variables: { A: "1", B: "3" } }],
  ["secret TOKEN changed", { secretHashes: [["TOKEN", "other"]] }],
  ["secret TOKEN was removed", { secretHashes: [] }],
  ["setup network changed", { network: { ...content.network, setup: "list" } }],
  ["allowed hosts changed", { network: { ...content.network, hosts: ["a.example.org"] } }],
  ["allowed methods changed", { network: { ...content.network, methods: ["GET"] } }],
  ["the branch topic was added", { branch: "topic" }],
  ["lockfile package-lock.json changed, lockfile web/yarn.lock was removed", { lockfiles: [["package-lock.json", "c"]] }],
];

test.each(changes)("a new key says that %s", (explanation, overrides) => {
  expect(keyOf(overrides).contentKey).not.toBe(keyOf().contentKey);
  expect(explainMiss({ previousParts: keyOf().parts, earlier: null }, keyOf(overrides).parts)).toBe(explanation);
});

test("the order of variables, secrets and lockfiles does not matter", () => {
  expect(keyOf({ variables: { B: "2", A: "1" }, lockfiles: content.lockfiles.toReversed() })).toEqual(keyOf());
});

test("what only the agent may reach, and hosts while setup has no network, do not matter", () => {
  const off = NetworkPolicy.parse({ setup: "off" });
  expect(keyOf({ network: { ...content.network, agent: "public" } })).toEqual(keyOf());
  expect(keyOf({ network: { ...off, hosts: ["a.example.org"], methods: ["GET"] } })).toEqual(keyOf({ network: off }));
});

test("where setup reaches any public host, a listed one matters only as an exception that an operator may have made", () => {
  const open = NetworkPolicy.parse({ setup: "public" });
  const listed = { ...open, hosts: ["a.example.org"] };
  expect(keyOf({ network: listed })).toEqual(keyOf({ network: open }));
  expect(keyOf({ network: listed, hasExceptions: true }).contentKey).not.toBe(keyOf({ network: open, hasExceptions: true }).contentKey);
});

test("an image is built again where its setup may reach other hosts, and not for what does not touch a build", () => {
  const image: ImageContent = {
    dockerfile: "FROM a",
    contextTree: "t",
    images: [{ name: "a", imageId: "1" }],
    network: content.network,
    hasExceptions: false,
  };
  const imageKeyOf = (network: NetworkPolicy) => imageKey({ ownerId: "o", engineId: "e", content: { ...image, network } });
  const before = imageKeyOf(content.network);
  const narrower = imageKeyOf({ ...content.network, setup: "list" });
  expect(narrower.contentKey).not.toBe(before.contentKey);
  expect(explainMiss({ previousParts: before.parts, earlier: null }, narrower.parts)).toBe("setup network changed");
  expect(imageKeyOf({ ...content.network, agent: "public" })).toEqual(before);
  const off = NetworkPolicy.parse({ setup: "off" });
  expect(imageKeyOf({ ...off, hosts: ["a.example.org"] })).toEqual(imageKeyOf(off));
});

test("another environment or another engine has another key for the same content", () => {
  const keys = [keyOf(), keyOf({}, { ownerId: "other" }), keyOf({}, { engineId: "other" })];
  expect(new Set(keys.map(({ contentKey }) => contentKey)).size).toBe(3);
});

test("no part tells a variable's value", () => {
  expect(JSON.stringify(keyOf({ variables: { KEY: "the-value" } }))).not.toContain("the-value");
});

test("a miss without a change is told by what became of the one before", () => {
  const { parts } = keyOf();
  expect(explainMiss({ previousParts: null, earlier: null }, parts)).toBe("it is the first build");
  expect(explainMiss({ previousParts: parts, earlier: null }, parts)).toBe("the one before was reset");
  expect(explainMiss({ previousParts: null, earlier: "failed" }, parts)).toBe("the build before failed");
  expect(explainMiss({ previousParts: null, earlier: "interrupted" }, parts)).toBe("the build before was interrupted");
  expect(explainMiss({ previousParts: null, earlier: "image_gone" }, parts)).toBe("its image was gone from this Docker Engine");
});
