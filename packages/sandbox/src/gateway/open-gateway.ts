import type { DockerEngine } from "../engine/connect-docker.ts";
import type { SandboxState } from "../sandbox-state.ts";
import type { CompanyProxy } from "./company-proxy.ts";
import { type Dial, dialAddress } from "./dial-address.ts";
import { DEADLINES, type GatewayDeadlines } from "./gateway-context.ts";
import type { GatewayPolicy } from "./gateway-policy.ts";
import type { Interception } from "./interception/interception.ts";
import type { Multiplexer } from "./multiplex.ts";
import { createProxyServer } from "./proxy-server.ts";
import { putForwarder } from "./put-forwarder.ts";
import { ownAddresses, type Resolve, resolveAsTheWorker } from "./resolve-target.ts";
import { createSpending, type GatewayEvent, type GatewayTotals } from "./spending.ts";
import { startForwarder } from "./start-forwarder.ts";

export type GatewayPlan = {
  policy: GatewayPolicy;
  /** One event per request: a denied one at once, an allowed one when it is over. Must not throw. */
  onRequest: (event: GatewayEvent) => void;
  /** Of this sandbox, names and headers included. */
  maxUploadBytes: number;
  /** An image of the engine's that holds the inner half, for sandboxes whose own image does not. */
  forwarderImage: string;
  companyProxy?: CompanyProxy;
  interception?: Interception | null;
  resolve?: Resolve;
  dial?: Dial;
  deadlines?: Partial<GatewayDeadlines>;
  signal?: AbortSignal;
};

/** Closing cuts every connection and ends the inner half. */
export type Gateway = AsyncDisposable & { totals(): GatewayTotals };

/** Enough for Docker to come back; a sandbox that keeps ending it gets no more. */
const RESTARTS = 60;
const RESTART_DELAY_MS = 500;

/**
 * Gives one sandbox its only way out: a proxy at 127.0.0.1:3128 inside, whose decisions are made here. Throws UnavailableError when the
 * inner half cannot run. One that dies (out of memory, a restart of Docker) is started again.
 */
export async function openGateway(engine: DockerEngine, state: SandboxState, plan: GatewayPlan): Promise<Gateway> {
  const closing = new AbortController();
  const signal = plan.signal === undefined ? closing.signal : AbortSignal.any([closing.signal, plan.signal]);
  const spending = createSpending(plan);
  const { policy, resolve = resolveAsTheWorker, dial = dialAddress, companyProxy = {}, interception = null } = plan;
  const deadlines = { ...DEADLINES, ...plan.deadlines };
  const { accept } = createProxyServer({ policy, resolve, dial, companyProxy, interception, spending, deadlines, signal, ownAddresses });
  const start = () => startForwarder(state.container, accept);
  const forwarder = { current: await startAnywhere({ engine, state, plan, start, signal }) };
  const kept = keepRunning(forwarder, start, signal);
  const end = () => {
    spending.close();
    forwarder.current.close();
  };
  signal.addEventListener("abort", end, { once: true });
  if (signal.aborted) end();
  return {
    totals: () => ({ ...spending.totals }),
    async [Symbol.asyncDispose]() {
      closing.abort();
      await kept;
    },
  };
}

type Start = { engine: DockerEngine; state: SandboxState; plan: GatewayPlan; start: () => Promise<Multiplexer>; signal: AbortSignal };

/** The bundled image holds the inner half, and so do snapshots made with it; an older one or none shows by its not getting ready. */
async function startAnywhere({ engine, state, plan, start, signal }: Start): Promise<Multiplexer> {
  try {
    return await start();
  } catch {
    // A sandbox that is being closed has no use for it.
    signal.throwIfAborted();
    await putForwarder(engine, state, plan.forwarderImage);
    return await start();
  }
}

async function keepRunning(forwarder: { current: Multiplexer }, start: () => Promise<Multiplexer>, signal: AbortSignal): Promise<void> {
  await forwarder.current.ended;
  for (let restart = 0; restart < RESTARTS && !signal.aborted; restart += 1) {
    await new Promise<void>((resolve) => setTimeout(resolve, RESTART_DELAY_MS).unref());
    if (signal.aborted) return;
    const next = await start().catch(() => null);
    if (next === null) continue;
    forwarder.current = next;
    if (signal.aborted) next.close();
    await next.ended;
  }
}
