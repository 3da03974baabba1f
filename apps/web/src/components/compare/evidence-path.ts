import type { Citation } from "@slipway/core";

/** The address of the task's page where it shows the cited lines. */
export function evidencePath({ taskId, attemptId, citation }: { taskId: string; attemptId: string; citation: Citation }): string {
  const query = new URLSearchParams({ attempt: attemptId, ...placeOf(citation.target), line: `${citation.firstLine}` });
  return `/tasks/${taskId}?${query}`;
}

function placeOf(target: Citation["target"]): Record<string, string> {
  if (target.kind === "file") return { view: "changes", file: target.path };
  return target.kind === "check" ? { view: "checks", check: target.name } : { view: "logs", call: target.callId };
}
