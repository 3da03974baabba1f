import type { DockerEngine } from "@slipway/sandbox";
import type { Api } from "./connect-api.ts";
import type { BenchModel } from "./start-bench-model.ts";

/** The running product and what surrounds it, as every measurement receives it. */
export type Product = {
  engine: DockerEngine;
  image: string;
  model: BenchModel;
  api: Api;
  repositoryId: string;
  /** Signs a browser in, once. */
  loginLink: string;
  signal: AbortSignal;
};
