import type { NetworkMode } from "@slipway/core";
import { coversHost } from "../network/covers-host.ts";
import type { EnvironmentForm } from "./environment-form.ts";

/** Where the network lets a secret's hosts be asked, in one sentence for each phase; a secret itself opens nothing. */
export function secretReach(hosts: string, network: Pick<EnvironmentForm["network"], "setup" | "agent" | "hosts">): string[] {
  const wanted = split(hosts);
  const listed = split(network.hosts);
  const missing = wanted.filter((host) => !listed.some((pattern) => coversHost(pattern, host)));
  return [`Setup: ${reachOf(network.setup, missing)}`, `Agent: ${reachOf(network.agent, missing)}`];
}

function reachOf(mode: NetworkMode, missing: readonly string[]): string {
  if (mode === "off") return "not sent, since the network is off.";
  if (mode === "public" || missing.length === 0) return "sent.";
  const names = missing.join(", ");
  return mode === "list"
    ? `not sent to ${names} until the network's list of hosts has it.`
    : `sent to ${names} only if the image's package managers fetch from there.`;
}

function split(text: string): string[] {
  return text.split(/[\s,]+/).filter((host) => host !== "");
}
