import type { EnvironmentDifference } from "@slipway/core";
import type { EnvironmentAt } from "./environment-at.ts";

/**
 * In what an environment differs from the trusted one. Limits do not count: they hand nothing to anybody. An empty answer means that
 * there is nothing to review, however the two files are written.
 */
export function environmentDifferences(asked: EnvironmentAt, trusted: EnvironmentAt): EnvironmentDifference[] {
  const one = decisive(asked);
  const other = decisive(trusted);
  return one.flatMap(([name, value], index) => (canonical(value) === canonical(other[index]?.[1]) ? [] : [name]));
}

function decisive({ settings, dockerfileText }: EnvironmentAt): [EnvironmentDifference, unknown][] {
  return [
    ["image", settings.image],
    ["Dockerfile", [settings.dockerfile, dockerfileText]],
    ["setup script", settings.setupScript],
    ["maintenance script", settings.maintenanceScript],
    ["variables", settings.variables],
    ["checks", settings.checks],
    ["network", { ...settings.network, hosts: settings.network.hosts.toSorted() }],
  ];
}

/** The same for two values that are the same, whatever the order of their fields. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1))
      : part,
  );
}
