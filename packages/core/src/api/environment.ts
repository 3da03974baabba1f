import { z } from "zod";
import { BranchName } from "../branch-name.ts";
import { Limits, LimitsInput } from "../limits.ts";
import { NetworkPolicy } from "../network-policy.ts";
import { CheckInput } from "../verification.ts";
import { Id, Timestamp } from "./list.ts";
import { EnvironmentSecret, SecretInput } from "./secret.ts";

const VariableName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, {
  error: "A variable's name has letters, digits and underscores and does not start with a digit.",
});
/** A secret under such a name would change how every program of the sandbox runs. */
const RESERVED = /^(PATH|HOME|USER|SHELL|PWD|IFS|ENV|BASH_ENV|LD_\w+|(HTTPS?|NO|ALL)_PROXY)$/i;
/** Null removes a secret, whatever it is called. */
const secretsOf = <Value extends z.ZodType>(value: Value) =>
  z.record(VariableName, value).superRefine((secrets, context) => {
    for (const [name, given] of Object.entries(secrets)) {
      if (given === null || !RESERVED.test(name)) continue;
      const message = `Programs read ${name} for something else. Give the secret another name.`;
      context.addIssue({ code: "custom", path: [name], message, input: name });
    }
  });
/** Docker reference grammar, narrowed; an option or a shell word cannot pass. */
const ImageReference = z
  .string()
  .regex(/^[a-z0-9][a-zA-Z0-9._\-/:]{0,254}(@sha256:[a-f0-9]{64})?$/, {
    error: "Give an image reference such as node:24 or registry.example.org/team/image:tag.",
  })
  .refine((image) => !/^(?:sha256:.*|[0-9a-f]{12,64})$/.test(image), { error: "Give the image's name, not its id." })
  .refine((image) => !/(?:^|\/)slipway-snapshot(?:[:@]|$)/.test(image), {
    error: "A snapshot belongs to another environment; give the image that it was made from.",
  });

/** A path inside the repository, from its root. */
const DockerfilePath = z
  .string()
  .max(255)
  .regex(/^(?!\/)(?!.*(?:^|\/)\.{1,2}(?:\/|$))[A-Za-z0-9._\-/]*[A-Za-z0-9._-]$/, {
    error: "Give the Dockerfile's path in the repository, such as Dockerfile or .devcontainer/Dockerfile.",
  });

/** Of image and Dockerfile an environment has one at most. */
const oneImage = (input: { image?: string | null | undefined; dockerfile?: string | null | undefined }) =>
  input.image == null || input.dockerfile == null;
const BOTH_IMAGES = { path: ["dockerfile"], error: "Give an image or a Dockerfile, not both." };

const fields = {
  name: z.string().trim().min(1).max(100),
  /** Tasks of this environment begin here unless they name a branch; the repository's default branch when null. */
  branch: BranchName.nullable(),
  /** The bundled sandbox image when null. */
  image: ImageReference.nullable(),
  /** The image is built of this file at the task's base commit, without a network. */
  dockerfile: DockerfilePath.nullable(),
  setupScript: z.string().max(100_000),
  maintenanceScript: z.string().max(100_000),
  checks: z.array(CheckInput).max(20),
  variables: z.record(VariableName, z.string().max(32_768)),
  network: NetworkPolicy,
  limits: LimitsInput,
};

/** `secrets` is write-only: values go in, names and scopes come out. */
export const CreateEnvironmentInput = z
  .strictObject({
    repositoryId: Id,
    name: fields.name,
    branch: fields.branch.default(null),
    image: fields.image.default(null),
    dockerfile: fields.dockerfile.default(null),
    setupScript: fields.setupScript.default(""),
    maintenanceScript: fields.maintenanceScript.default(""),
    checks: fields.checks.default([]),
    variables: fields.variables.default({}),
    secrets: secretsOf(SecretInput).default({}),
    network: fields.network.prefault({}),
    limits: fields.limits.default({}),
  })
  .refine(oneImage, BOTH_IMAGES);
export type CreateEnvironmentInput = z.infer<typeof CreateEnvironmentInput>;

/** Absent fields stay; a secret set to null is removed. Whoever changes a secret's scope or hosts gives its value again. */
export const UpdateEnvironmentInput = z
  .strictObject({
    name: fields.name.optional(),
    branch: fields.branch.optional(),
    image: fields.image.optional(),
    dockerfile: fields.dockerfile.optional(),
    setupScript: fields.setupScript.optional(),
    maintenanceScript: fields.maintenanceScript.optional(),
    checks: fields.checks.optional(),
    variables: fields.variables.optional(),
    secrets: secretsOf(SecretInput.nullable()).optional(),
    network: fields.network.optional(),
    limits: fields.limits.optional(),
  })
  .refine(oneImage, BOTH_IMAGES);
export type UpdateEnvironmentInput = z.infer<typeof UpdateEnvironmentInput>;

/**
 * What `.slipway/environment.yml` may say, and what an environment is as text. Absent fields stay as stored. Mounts, privileges,
 * host networks and secrets have no place in it.
 */
export const EnvironmentFile = z
  .strictObject({
    image: fields.image.optional(),
    dockerfile: fields.dockerfile.optional(),
    setupScript: fields.setupScript.optional(),
    maintenanceScript: fields.maintenanceScript.optional(),
    checks: fields.checks.optional(),
    variables: fields.variables.optional(),
    network: fields.network.optional(),
    limits: fields.limits.optional(),
  })
  .refine(oneImage, BOTH_IMAGES);
export type EnvironmentFile = z.infer<typeof EnvironmentFile>;

export const Environment = z.object({
  id: Id,
  repositoryId: Id,
  name: fields.name,
  branch: z.string().nullable(),
  image: z.string().nullable(),
  dockerfile: z.string().nullable(),
  setupScript: fields.setupScript,
  maintenanceScript: fields.maintenanceScript,
  checks: z.array(CheckInput),
  variables: z.record(z.string(), z.string()),
  secretNames: z.array(z.string()),
  secrets: z.array(EnvironmentSecret),
  network: NetworkPolicy,
  limits: LimitsInput,
  resolvedLimits: Limits,
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type Environment = z.infer<typeof Environment>;

/** `.slipway/environment.yml` as it stands on a branch; `faults` says by line why it cannot be used, and then `file` is null. */
export const EnvironmentSource = z.object({
  path: z.string(),
  branch: z.string(),
  commit: z.string(),
  text: z.string(),
  file: EnvironmentFile.nullable(),
  faults: z.array(z.object({ line: z.int(), message: z.string() })),
});
export type EnvironmentSource = z.infer<typeof EnvironmentSource>;

/** `field` names a field of the environment, `checks.<name>` or `variables.<NAME>`; null for a remark about none of them. */
export const EnvironmentSuggestion = z.object({
  environment: EnvironmentFile,
  reasons: z.array(z.object({ field: z.string().nullable(), reason: z.string() })),
  branch: z.string(),
  commit: z.string(),
});
export type EnvironmentSuggestion = z.infer<typeof EnvironmentSuggestion>;
