import { z } from "zod";
import { HostPattern } from "../network-policy.ts";
import { Timestamp } from "./list.ts";

/**
 * Who sees a secret's value. `setup`: the setup script alone. `agent`: the agent's commands too. `gateway`: no process of
 * a container; the gateway sends it as a header to the named hosts.
 */
export const SecretScope = z.enum(["setup", "agent", "gateway"]);
export type SecretScope = z.infer<typeof SecretScope>;

/** A shorter value could not be told from ordinary words, so it could not be kept out of logs. */
const SecretValue = z
  .string()
  .min(6, { error: "A secret has at least 6 characters; a shorter one could not be kept out of logs." })
  .max(32_768, { error: "A secret has at most 32,768 characters." })
  .refine((value) => value.trim().length >= 6, { error: "A secret has at least 6 characters beside spaces and line breaks." })
  .refine((value) => !value.includes("\0"), { error: "A secret cannot contain a NUL character." });

/** Headers that a gateway must set itself, or that mean something between two hops alone (RFC 9110 §7.6.1). */
const OWN_HEADERS =
  /^(connection|content-length|content-encoding|expect|host|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|via|forwarded|x-forwarded-.*)$/i;

/** A field name of RFC 9110 §5.1. */
const HeaderName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/, { error: "Give a header's name such as Authorization or X-Api-Key." })
  .refine((name) => !OWN_HEADERS.test(name), { error: "The gateway sets this header itself. Give another one." });

const SecretDetails = z
  .strictObject({
    value: SecretValue,
    scope: SecretScope.default("setup"),
    /** Where the gateway sends it; for the scope `gateway` alone. */
    hosts: z.array(HostPattern).max(50).optional(),
    /** `Authorization` when absent; for the scope `gateway` alone. The value is the whole header's, with its scheme. */
    header: HeaderName.optional(),
  })
  .superRefine(({ value, scope, hosts = [], header }, context) => {
    const fault = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message, input: undefined });
    if (scope === "gateway") {
      if (hosts.length === 0) fault("hosts", "Name the hosts to which the gateway may send this secret.");
      if (!/^[\x21-\x7e]([\x20-\x7e\t]*[\x21-\x7e])?$/.test(value)) fault("value", "A header's value is one line of plain characters.");
      return;
    }
    if (hosts.length > 0) fault("hosts", "Hosts belong to the scope gateway: processes of a container send a secret wherever they want.");
    if (header !== undefined) fault("header", "A header belongs to the scope gateway.");
  });

/** A value alone has the scope `setup`. */
export const SecretInput = z.union([SecretValue, SecretDetails], {
  error: "Give the value as text, or { value, scope, hosts, header }.",
});
export type SecretInput = z.infer<typeof SecretInput>;

export type SecretSettings = { value: string; scope: SecretScope; hosts: string[]; header: string | null };

/** What an input says and leaves unsaid. */
export function secretSettings(input: SecretInput): SecretSettings {
  if (typeof input === "string") return { value: input, scope: "setup", hosts: [], header: null };
  const { value, scope, hosts = [], header = "Authorization" } = input;
  return { value, scope, hosts, header: scope === "gateway" ? header : null };
}

/** A secret as it is shown; its value never leaves the server. */
export const EnvironmentSecret = z.object({
  name: z.string(),
  scope: SecretScope,
  hosts: z.array(z.string()),
  header: z.string().nullable(),
  updatedAt: Timestamp,
});
export type EnvironmentSecret = z.infer<typeof EnvironmentSecret>;
