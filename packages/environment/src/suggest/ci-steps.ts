import { parse } from "yaml";
import { z } from "zod";
import type { Reasoned, RepositoryFiles } from "./ecosystem.ts";

const Workflow = z.object({
  jobs: z.record(
    z.string(),
    z.object({
      steps: z.array(z.object({ run: z.string().optional().catch(undefined) }).catch({})).catch([]),
      services: z.record(z.string(), z.unknown()).catch({}).optional(),
    }),
  ),
});

const workflowPath = /^\.github\/workflows\/[^/]+\.ya?ml$/;

/** Commands that a workflow runs, one a line, each with the file that runs it; what the workflow would fill in is left out. */
export function ciCommands(files: RepositoryFiles): Reasoned<string>[] {
  return workflowsOf(files).flatMap(({ path, workflow }) =>
    Object.values(workflow.jobs)
      .flatMap(({ steps }) => steps.map((step) => step.run ?? ""))
      .flatMap((script) => script.replaceAll(/\s*\\\n\s*/g, " ").split("\n"))
      .map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("#") && !line.includes("${{") && line.length <= 300)
      .map((value) => ({ value, reason: `${path} runs it.` })),
  );
}

/** Names of the services (databases and the like) that workflows start beside their jobs. */
export function ciServices(files: RepositoryFiles): string[] {
  const names = workflowsOf(files).flatMap(({ workflow }) =>
    Object.values(workflow.jobs).flatMap(({ services }) => Object.keys(services ?? {})),
  );
  return [...new Set(names)];
}

export function isWorkflow(path: string): boolean {
  return workflowPath.test(path);
}

function workflowsOf(files: RepositoryFiles): { path: string; workflow: z.infer<typeof Workflow> }[] {
  return [...files.texts].flatMap(([path, text]) => {
    if (!isWorkflow(path)) return [];
    const parsed = Workflow.safeParse(readYaml(text));
    return parsed.success ? [{ path, workflow: parsed.data }] : [];
  });
}

/** Somebody else's file that GitHub reads and we only learn from: a broken one teaches nothing. */
function readYaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 100, logLevel: "silent" });
  } catch {
    return null;
  }
}
