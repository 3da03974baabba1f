import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { Readable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { NetworkPolicy, resolveLimits } from "@slipway/core";
import { pack } from "tar-stream";
import { buildImage, type GatewayEvent, type NetworkSettings } from "../src/index.ts";
import { testEngine, testImage, testInstance } from "./open-test-sandbox.ts";

const limits = resolveLimits({ memoryBytes: 1024 * 2 ** 20, processes: 256, cpus: 1 });

export type NetworkBuild = {
  text: string;
  files?: Record<string, string>;
  policy: Partial<NetworkPolicy>;
  settings: NetworkSettings;
  timeoutMs?: number;
  signal?: AbortSignal;
  onOutput?: (output: string) => void;
};

/** Builds a Dockerfile through a gateway, and returns how it ended with its output and the requests that were told. */
export async function aNetworkBuild({ text, files = {}, policy, settings, timeoutMs = 100_000, signal, onOutput }: NetworkBuild) {
  const context = pack();
  for (const [name, content] of Object.entries({ Dockerfile: text, ...files })) context.entry({ name }, content);
  context.finalize();
  const events: GatewayEvent[] = [];
  let output = "";
  const result = await buildImage(testEngine, {
    snapshotId: randomUUID(),
    instance: testInstance,
    context: Readable.from(context),
    dockerfile: { name: "Dockerfile", text },
    limits,
    timeoutMs,
    network: {
      policy: NetworkPolicy.parse(policy),
      settings,
      onRequest: (event) => void events.push(event),
      owner: { instance: testInstance, attemptId: randomUUID(), epoch: 1, role: "build" },
    },
    onOutput: (part) => {
      output += part;
      onOutput?.(output);
    },
    ...(signal && { signal }),
  });
  return { ...result, output: stripVTControlCharacters(output), events };
}

/** Plays the outside, as the proxy through which a worker reaches names over plain HTTP. */
export async function aPlayedOutside(listener: RequestListener = (_, response) => response.end("hello from outside\n")) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    listener(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const place = server.address();
  const port = typeof place === "object" ? place?.port : 0;
  const settings: NetworkSettings = {
    forwarderImage: testImage,
    authorities: null,
    companyProxy: { httpProxy: `http://127.0.0.1:${port}` },
  };
  return {
    asked,
    settings,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
