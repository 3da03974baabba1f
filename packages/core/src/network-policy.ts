import { z } from "zod";

/** `off`: nothing. `common`: the image's own registries. `list`: `hosts` alone. `public`: any public host. */
export const NetworkMode = z.enum(["off", "common", "list", "public"]);
export type NetworkMode = z.infer<typeof NetworkMode>;

/** One label grammar for allow-lists: a host name or `*.suffix`; no address, no port, no scheme. */
export const HostPattern = z
  .string()
  .max(253)
  .regex(/^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, {
    error: "Give a host name such as registry.example.org or *.example.org, in lower case, without scheme or port",
  });

/** Policy of an environment, by phase. */
export const NetworkPolicy = z.strictObject({
  setup: NetworkMode.default("public"),
  agent: NetworkMode.default("off"),
  hosts: z.array(HostPattern).max(200).default([]),
  methods: z
    .array(z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]))
    .max(7)
    .optional(),
});
export type NetworkPolicy = z.infer<typeof NetworkPolicy>;
