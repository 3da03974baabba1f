import { type Limits, UnavailableError } from "@slipway/core";
import type { Container } from "dockerode";

/** Why the platform ended a sandbox by itself. */
export type SandboxLoss = { code: "disk_full" | "sandbox_lost"; message: string };

/** What the parts of one sandbox share. */
export type SandboxState = {
  readonly container: Container;
  readonly limits: Limits;
  /** Who the commands run as: the agent, one who may only read, or root in a setup container. */
  user: string;
  /** Given to every exec, where the container itself must not hold them. */
  variables: Record<string, string>;
  /** The work tree that its image holds as an agent gets it, named as `treeLabel` names it; null where that is not known. */
  readonly tree: string | null;
  oomKills: number;
  loss: SandboxLoss | null;
};

/** Turns any failure of an exec into the reason that the person should read. */
export function sandboxGone(state: SandboxState, cause?: unknown): UnavailableError {
  const id = state.container.id.slice(0, 12);
  return new UnavailableError(state.loss?.message ?? `Sandbox ${id} ended while it was in use.`, { cause });
}
