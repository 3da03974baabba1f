import { execFileSync } from "node:child_process";
import { lookup } from "node:dns/promises";
import { registryRules } from "../src/gateway/common-hosts.ts";
import { readHostAuthorities } from "../src/gateway/host-authorities.ts";
import type { NetworkSettings } from "../src/index.ts";
import { testImage } from "./open-test-sandbox.ts";

/** Where this host's own npm gets its packages: what the tests install from, whatever its address is. */
export const npmHosts = hostsIn(["npm", "config", "get", "registry"]);

/** What the host's environment says about its network, as the worker would read it. */
export async function testNetworkSettings(allowPrivateHosts: readonly string[]): Promise<NetworkSettings> {
  const { NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, HTTPS_PROXY, HTTP_PROXY, NO_PROXY } = process.env;
  return {
    forwarderImage: testImage,
    authorities: await readHostAuthorities([NODE_EXTRA_CA_CERTS, SSL_CERT_FILE]),
    companyProxy: {
      ...(HTTPS_PROXY && { httpsProxy: HTTPS_PROXY }),
      ...(HTTP_PROXY && { httpProxy: HTTP_PROXY }),
      ...(NO_PROXY && { noProxy: NO_PROXY }),
    },
    allowPrivateHosts,
  };
}

/** False on a machine that reaches no registry: there the installs cannot be tried. */
export async function isReachable(hosts: readonly string[]): Promise<boolean> {
  const found = await Promise.all(hosts.map((host) => lookup(host).catch(() => null)));
  return hosts.length > 0 && (process.env.HTTPS_PROXY !== undefined || found.every((address) => address !== null));
}

function hostsIn([program = "", ...args]: string[]): string[] {
  try {
    return registryRules(execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })).map(
      ({ pattern }) => pattern,
    );
  } catch {
    return [];
  }
}
