import { expect, test } from "vitest";
import { CreateEnvironmentInput, UpdateEnvironmentInput } from "./environment.ts";

const base = { repositoryId: "0199d0a0-0000-7000-8000-000000000000", name: "Default" };

test.each([
  { privileged: true },
  { mounts: ["/var/run/docker.sock:/var/run/docker.sock"] },
  { binds: ["/:/host"] },
  { network: { setup: "host" } },
  { network: { agent: "bridge" } },
  { network: { agent: "off", mode: "host" } },
  { capabilities: ["SYS_ADMIN"] },
  { securityOpt: ["seccomp=unconfined"] },
  { limits: { pidMode: "host" } },
  { limits: { processes: -1 } },
  { user: "0:0" },
  { variables: { "LD_PRELOAD=x": "y" } },
])("an environment cannot ask for %j (C14)", (input) => {
  expect(CreateEnvironmentInput.safeParse(base).success).toBe(true);
  expect(CreateEnvironmentInput.safeParse({ ...base, ...input }).success).toBe(false);
});

test("an image and a Dockerfile exclude each other, and a Dockerfile stands inside the repository", () => {
  const made = CreateEnvironmentInput.safeParse({ ...base, image: "node:24", dockerfile: "Dockerfile" });
  expect(made.error?.issues).toMatchObject([{ path: ["dockerfile"], message: "Give an image or a Dockerfile, not both." }]);
  for (const image of ["slipway-snapshot:01a204f0", "docker.io/library/slipway-snapshot:x", "slipway-snapshot"])
    expect(CreateEnvironmentInput.safeParse({ ...base, image }).error?.issues[0]?.message).toMatch(/another environment/);
  for (const image of [`sha256:${"0".repeat(64)}`, "sha256:15a", "0123456789ab", "a".repeat(64)])
    expect(CreateEnvironmentInput.safeParse({ ...base, image }).error?.issues[0]?.message).toMatch(/name, not its id/);
  for (const dockerfile of ["Dockerfile", ".devcontainer/Dockerfile", "a/b.dockerfile"]) {
    expect(CreateEnvironmentInput.parse({ ...base, dockerfile }).dockerfile).toBe(dockerfile);
  }
  for (const dockerfile of ["/etc/Dockerfile", "../Dockerfile", "a/../../b", "a/", "--x y", "", "http://x/y?z"]) {
    expect(CreateEnvironmentInput.safeParse({ ...base, dockerfile }).success).toBe(false);
  }
});

test("a secret is no variable that programs read for something else, and one that is may be removed", () => {
  for (const name of ["PATH", "LD_PRELOAD", "https_proxy", "BASH_ENV"]) {
    const secrets = { [name]: "a value of its own" };
    const { error } = CreateEnvironmentInput.safeParse({ ...base, secrets });
    expect(error?.issues).toMatchObject([{ path: ["secrets", name], message: expect.stringContaining("another name") }]);
    expect(UpdateEnvironmentInput.safeParse({ secrets }).success).toBe(false);
    expect(UpdateEnvironmentInput.safeParse({ secrets: { [name]: null } }).success).toBe(true);
  }
  expect(CreateEnvironmentInput.safeParse({ ...base, secrets: { PATH_TOKEN: "a value of its own" } }).success).toBe(true);
});
