import { readFile } from "node:fs/promises";
import type { HealthPart } from "@slipway/core";

const LISTENING = "0A";

/** Ports of this machine that answer on every address; for the operator to know, since sandboxes reach none. Linux alone has the list. */
export async function hostListeners(): Promise<HealthPart> {
  const tables = await Promise.all(["tcp", "tcp6"].map((name) => readFile(`/proc/net/${name}`, "utf8").catch(() => "")));
  const ports = openPorts(tables.join("\n"));
  const detail =
    ports.length === 0 ? "None is known." : `Ports open on every address of this host: ${ports.join(", ")}. Sandboxes reach none.`;
  return { name: "host listeners", ok: true, detail, hint: null };
}

/** From the lines of /proc/net/tcp and tcp6 (proc(5)): the ports that listen on the unspecified address, in order. */
export function openPorts(table: string): number[] {
  const ports = table.split("\n").flatMap((line) => {
    const [, local = "", , state] = line.trim().split(/\s+/);
    const [address = "", port = ""] = local.split(":");
    return state === LISTENING && /^0+$/.test(address) ? [Number.parseInt(port, 16)] : [];
  });
  return [...new Set(ports)].sort((a, b) => a - b);
}
