import { CreateEnvironmentInput } from "@slipway/core";
import { expect, test } from "vitest";
import { faultsOfForm, faultsOfProblem } from "./environment-faults.ts";
import { type EnvironmentForm, fileOf, formOf } from "./environment-form.ts";
import { emptySecret, noSecretChanges, secretsInput } from "./secret-drafts.ts";

const repositoryId = "01a2044c-50d3-7efb-884d-257a0be64f02";
const aForm = (part: Partial<EnvironmentForm> = {}): EnvironmentForm => ({ ...formOf({ name: "Default" }), ...part });

test("an environment that is shown and sent again is the same", () => {
  const {
    repositoryId: _,
    secrets: __,
    name,
    branch,
    ...file
  } = CreateEnvironmentInput.parse({
    repositoryId,
    name: "Node",
    branch: "next",
    image: "node:24",
    setupScript: "npm ci\n",
    checks: [{ name: "test", command: "npm test", timeoutSeconds: 90 }],
    variables: { URL: "http://x?a=b", EMPTY: "" },
    network: { agent: "list", hosts: ["a.example.org", "*.example.com"], methods: ["GET"] },
    limits: { cpus: 0.5, memoryBytes: 1.5 * 2 ** 30, wallClockSeconds: 90, steps: 7, costUsd: 3 },
  });
  const form = formOf({ name, branch, ...file });
  expect(form).toMatchObject({
    name: "Node",
    branch: "next",
    limits: { cpus: "0.5", memoryBytes: "1.5", wallClockSeconds: "1.5", diskBytes: "" },
  });
  expect(fileOf(form)).toEqual(file);
});

test("empty rows are left out, and a check without a name is called by its command", () => {
  const sent = fileOf(
    aForm({
      image: " ",
      checks: [
        { key: "a", name: "", command: "npm test ", minutes: "", report: "" },
        { key: "b", name: " ", command: "", minutes: "3", report: "" },
      ],
      variables: [{ key: "a", name: "", value: "" }],
    }),
  );
  expect(sent).toMatchObject({ image: null, variables: {}, checks: [{ name: "npm test", command: "npm test", timeoutSeconds: 900 }] });
});

test("faults stand at their rows and speak in the form's units", () => {
  const form = aForm({
    name: " ",
    image: "--privileged",
    checks: [
      { key: "empty", name: "", command: "", minutes: "", report: "" },
      { key: "x", name: "test", command: "", minutes: "soon", report: "" },
      { key: "y", name: "test", command: "make", minutes: "1,5", report: "" },
    ],
    variables: [
      { key: "v", name: "2A", value: "x" },
      { key: "w", name: "B", value: "x" },
      { key: "z", name: "B", value: "y" },
    ],
    network: { setup: "public", agent: "list", hosts: "good.example.org\nhttps://bad", methods: null },
    limits: { cpus: "many", memoryBytes: "0.01", processes: "100.5", wallClockSeconds: "2000" },
  });
  expect(Object.fromEntries(faultsOfForm(form))).toEqual({
    name: "Give it a name.",
    image: expect.stringMatching(/^Give an image reference/),
    "checks.x.command": "Say which command to run.",
    "checks.x.minutes": "Give minutes, from 0.02 to 1440.",
    "checks.y.name": '"test" stands here twice.',
    "variables.v": expect.stringMatching(/^A variable's name/),
    "variables.z": '"B" stands here twice.',
    "network.hosts": expect.stringMatching(/^https:\/\/bad: Give a host name/),
    "limits.cpus": "Give a number from 0.1 to 64 cores.",
    "limits.memoryBytes": "Give a number from 0.0625 to 256 GiB.",
    "limits.processes": "Give a whole number from 32 to 32768.",
    "limits.wallClockSeconds": "Give a number from 0.1667 to 1440 minutes.",
  });
});

test("what the server found stands where the form shows it", () => {
  const form = aForm({ checks: [{ key: "k", name: "a", command: "b", minutes: "1", report: "" }] });
  const told = [
    { path: "checks.0.name", message: "Two" },
    { path: "secrets.TOKEN.value", message: "Short" },
    { path: "branch", message: "Gone" },
  ];
  expect(Object.fromEntries(faultsOfProblem(form, told))).toEqual({
    "checks.k.name": "Two",
    "secrets.TOKEN.value": "Short",
    branch: "Gone",
  });
});

test("secrets are sent only where something is to be done, and hosts only with the gateway", () => {
  const draft = { ...emptySecret("k"), name: " TOKEN ", value: "123456", hosts: "a.org, b.org", header: "X-Key" };
  expect(secretsInput(noSecretChanges)).toBeUndefined();
  expect(secretsInput({ set: [draft], removed: ["OLD"] })).toEqual({ OLD: null, TOKEN: { value: "123456", scope: "setup" } });
  expect(secretsInput({ set: [{ ...draft, scope: "gateway" }], removed: [] })).toEqual({
    TOKEN: { value: "123456", scope: "gateway", hosts: ["a.org", "b.org"], header: "X-Key" },
  });
});
