import { ALLOWED_HOST } from "./gateway-questions.ts";
import type { GatewayAnswers } from "./probe-gateway.ts";

/** What breaks the promise that the gateway carries what a policy allows, refuses all else, and is the only way; null while it holds. */
export function judgeGateway(answers: GatewayAnswers, interfacesBefore: readonly string[]): string | null {
  if (answers.kind === "failed") return `it could not be asked: ${answers.reason.replace(/\.$/, "")}`;
  const { allowed, denied, requests, interfaces } = answers;
  if (allowed !== "200") return `a host that is allowed got ${allowed ?? "no answer"}, not 200`;
  if (denied !== "403") return `a host that is not allowed got ${denied ?? "no answer"}, not 403`;
  if (requests.length !== 1 || requests[0] !== ALLOWED_HOST) return `asked outside: ${requests.join(", ") || "nothing"}`;
  const added = interfaces.filter((name) => !interfacesBefore.includes(name));
  return added.length === 0 ? null : `it brought interfaces: ${added.join(", ")}`;
}
