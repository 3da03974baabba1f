import type { CompanyProxy } from "./company-proxy.ts";
import type { Dial } from "./dial-address.ts";
import type { GatewayPolicy } from "./gateway-policy.ts";
import type { Interception } from "./interception/interception.ts";
import type { Resolve } from "./resolve-target.ts";
import type { Spending } from "./spending.ts";

/** What the parts of one attempt's proxy share. */
export type GatewayContext = {
  readonly policy: GatewayPolicy;
  readonly resolve: Resolve;
  readonly dial: Dial;
  /** Of the machine that the names are resolved on. */
  readonly ownAddresses: () => ReadonlySet<string>;
  readonly companyProxy: CompanyProxy;
  /** Null where no host is given a secret by the gateway. */
  readonly interception: Interception | null;
  readonly spending: Spending;
  readonly deadlines: GatewayDeadlines;
  /** Aborted when the gateway closes. */
  readonly signal: AbortSignal;
};

export type GatewayDeadlines = { idleMs: number; totalMs: number; helloMs: number };

export const DEADLINES: GatewayDeadlines = { idleMs: 120_000, totalMs: 3_600_000, helloMs: 15_000 };
