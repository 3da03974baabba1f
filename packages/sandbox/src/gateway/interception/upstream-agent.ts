import { Agent, type ClientRequestArgs } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { GatewayContext } from "../gateway-context.ts";
import { reachTarget } from "../reach-target.ts";
import type { Outcome } from "../request-entry.ts";
import type { Interception } from "./interception.ts";

/** Why there is no connection to the host. */
export class UpstreamFault extends Error {
  readonly outcome: Exclude<Outcome, null>;

  constructor(outcome: Exclude<Outcome, null>) {
    super("denied" in outcome ? outcome.denied : outcome.failed);
    this.outcome = outcome;
  }
}

export type Traffic = Pick<Socket, "bytesRead" | "bytesWritten">;
type Counted = { below: Socket; before: Traffic };

/** Shorter than servers keep an idle connection, so that few are found closed. */
const IDLE_MS = 3_000;
const MAX_IDLE = 16;

/** Verified TLS to the hosts of one attempt's secrets, each connection used for request after request. */
export class UpstreamAgent extends Agent {
  readonly #context: GatewayContext;
  readonly #interception: Interception;
  readonly #counted = new WeakMap<Duplex, Counted>();

  constructor(context: GatewayContext, interception: Interception) {
    super({ keepAlive: true, maxFreeSockets: MAX_IDLE, timeout: IDLE_MS });
    this.#context = context;
    this.#interception = interception;
    context.signal.addEventListener("abort", () => this.destroy(), { once: true });
  }

  override getName({ host, port }: ClientRequestArgs = {}): string {
    return `${host}:${port}`;
  }

  override createConnection({ host, port }: ClientRequestArgs, done: (error: Error | null, stream: Duplex) => void): undefined {
    const failed = done as (error: Error | null) => void;
    this.#open({ host: host ?? "", port: Number(port) }).then((secure) => done(null, secure), failed);
  }

  /** What went over the connection since it was last asked for. */
  trafficOf(secure: Duplex | null | undefined): Traffic {
    const counted = secure ? this.#counted.get(secure) : undefined;
    if (counted === undefined) return { bytesRead: 0, bytesWritten: 0 };
    const { below, before } = counted;
    const { bytesRead, bytesWritten } = below;
    counted.before = { bytesRead, bytesWritten };
    return { bytesRead: bytesRead - before.bytesRead, bytesWritten: bytesWritten - before.bytesWritten };
  }

  async #open(target: { host: string; port: number }): Promise<Duplex> {
    const reach = await reachTarget(this.#context, target, "tunnel");
    if (!("socket" in reach)) throw new UpstreamFault(reach);
    try {
      const secure = await this.#interception.dialer({ socket: reach.socket, host: target.host, signal: this.#context.signal });
      this.#counted.set(secure, { below: reach.socket, before: { bytesRead: 0, bytesWritten: 0 } });
      return secure;
    } catch (error) {
      reach.socket.destroy();
      throw new UpstreamFault({ failed: error instanceof Error ? error.message : String(error) });
    }
  }
}
