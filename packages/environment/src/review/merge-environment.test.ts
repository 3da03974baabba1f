import { NetworkPolicy } from "@slipway/core";
import { expect, test } from "vitest";
import { type EnvironmentSettings, mergeEnvironment } from "./merge-environment.ts";

const stored: EnvironmentSettings = {
  image: "node:22",
  dockerfile: null,
  setupScript: "npm ci",
  maintenanceScript: "npm ci",
  variables: { STORED: "1" },
  checks: [{ name: "stored", command: "x", timeoutSeconds: 1 }],
  network: NetworkPolicy.parse({ agent: "public", hosts: ["a.example.org"] }),
  limits: { cpus: 4, steps: 9 },
};

test("a file that says nothing changes nothing", () => {
  expect(mergeEnvironment(stored, {})).toEqual(stored);
});

test("of a field that the file has, nothing stored is left, and the rest stays", () => {
  const network = NetworkPolicy.parse({});
  const file = { image: null, setupScript: "", variables: { FILE: "1" }, checks: [], network, limits: { cpus: 1 } };
  expect(mergeEnvironment(stored, file)).toEqual({ maintenanceScript: "npm ci", dockerfile: null, ...file });
});

test("a file that names a Dockerfile drops the stored image, and the other way round", () => {
  expect(mergeEnvironment(stored, { dockerfile: "Dockerfile" })).toMatchObject({ image: null, dockerfile: "Dockerfile" });
  const built = { ...stored, image: null, dockerfile: "Dockerfile" };
  expect(mergeEnvironment(built, { image: "node:24" })).toMatchObject({ image: "node:24", dockerfile: null });
});
