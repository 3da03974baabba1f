import { type NetworkSettings, readHostAuthorities } from "@slipway/sandbox";
import type { WorkerSettings } from "../env.ts";

/** The inner half of the gateway comes from the bundled image; authorities and a company's proxy from this host. */
export async function networkSettings({
  gateway,
  sandboxImage,
}: Pick<WorkerSettings, "gateway" | "sandboxImage">): Promise<NetworkSettings> {
  const { companyProxy, privateHosts } = gateway;
  const given = Object.entries(companyProxy).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    forwarderImage: sandboxImage,
    authorities: await readHostAuthorities(gateway.authorityFiles),
    companyProxy: Object.fromEntries(given),
    allowPrivateHosts: privateHosts,
  };
}
