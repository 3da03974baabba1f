import { type CheckInput, type EnvironmentFile, type LimitsInput, NetworkPolicy } from "@slipway/core";

/** Everything of an environment that a repository's own file may say. */
export type EnvironmentSettings = {
  image: string | null;
  dockerfile: string | null;
  setupScript: string;
  maintenanceScript: string;
  variables: Record<string, string>;
  checks: CheckInput[];
  network: NetworkPolicy;
  limits: LimitsInput;
};

/** What applies where nothing is stored. */
export const DEFAULT_SETTINGS: EnvironmentSettings = {
  image: null,
  dockerfile: null,
  setupScript: "",
  maintenanceScript: "",
  variables: {},
  checks: [],
  network: NetworkPolicy.parse({}),
  limits: {},
};

/** Field by field; of a field that the file has, nothing stored is left. A file that names an image means no stored Dockerfile, and the other way round. */
export function mergeEnvironment<Stored extends EnvironmentSettings>(stored: Stored, file: EnvironmentFile): Stored {
  const given = Object.fromEntries(Object.entries(file).filter(([, value]) => value !== undefined));
  const namesImage = file.image !== undefined || file.dockerfile !== undefined;
  return { ...stored, ...(namesImage && { image: null, dockerfile: null }), ...given };
}
