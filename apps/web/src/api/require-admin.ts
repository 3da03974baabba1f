import { ForbiddenError } from "@slipway/core";
import type { Caller } from "./api-context.ts";

/** Throws ForbiddenError for a member. */
export function requireAdmin({ role }: Caller, what: string): void {
  if (role === "owner" || role === "admin") return;
  throw new ForbiddenError(`Only owners and admins may ${what}. Ask one of them.`);
}
