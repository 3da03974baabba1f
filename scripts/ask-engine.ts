import { request } from "node:http";

const DEFAULT_HOST = "unix:///var/run/docker.sock";
const TIMEOUT_MS = 5_000;

export type EngineAnswer = { status: number; body: string };

/** One GET to the Docker Engine's API. `refused` says why there is no answer, in the system's words. */
export function askEngine({
  dockerHost = DEFAULT_HOST,
  path,
}: {
  dockerHost?: string;
  path: string;
}): Promise<EngineAnswer | { refused: string }> {
  return new Promise((resolve) => {
    const asked = request({ ...target(dockerHost), path, method: "GET", timeout: TIMEOUT_MS, headers: { Host: "docker" } }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk) => {
        body += chunk;
      });
      response.once("end", () => resolve({ status: response.statusCode ?? 0, body }));
    });
    asked.once("timeout", () => asked.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
    asked.once("error", (error) => resolve({ refused: error.message }));
    asked.end();
  });
}

function target(dockerHost: string) {
  const url = new URL(dockerHost);
  if (url.protocol === "unix:") return { socketPath: url.pathname };
  return { host: url.hostname, port: url.port || "2375" };
}
