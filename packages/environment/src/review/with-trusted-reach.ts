import type { EnvironmentSettings } from "./merge-environment.ts";

/** An environment that nobody has accepted, with the image, the Dockerfile and the network of the trusted one. */
export function withTrustedReach<Asked extends EnvironmentSettings>(asked: Asked, trusted: EnvironmentSettings): Asked {
  const { image, dockerfile, network } = trusted;
  return { ...asked, image, dockerfile, network };
}
