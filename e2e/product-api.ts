import { type APIRequestContext, expect } from "@playwright/test";
import { z } from "zod";

const Sent = z.object({ id: z.string(), repository: z.object({ id: z.string() }) });
export type Sent = z.infer<typeof Sent>;

const Attempts = z.object({ status: z.string(), turnList: z.array(z.object({ attempts: z.array(z.object({ id: z.string() })) })) });

/** What a person could do on the screen, done by the REST API where a test only needs the result. */
export function productApi(request: APIRequestContext) {
  const call = async (method: "GET" | "POST", path: string, data?: unknown): Promise<unknown> => {
    const headers = { origin: process.env.E2E_URL ?? "" };
    const response = await request.fetch(`/api/v1${path}`, { method, headers, ...(data === undefined ? {} : { data }) });
    expect(response.ok(), `${method} ${path}: ${response.status()} ${await response.text()}`).toBe(true);
    return response.status() === 204 ? null : await response.json();
  };
  const getTask = async (id: string) => Attempts.parse(await call("GET", `/tasks/${id}`));
  return {
    call,
    runSample: async () => Sent.parse(await call("POST", "/sample")),
    sendTask: async (input: Record<string, unknown>) => Sent.parse(await call("POST", "/tasks", input)),
    waitFor: async (taskId: string, status: string) => {
      await expect.poll(async () => (await getTask(taskId)).status, { timeout: 60_000 }).toBe(status);
      return getTask(taskId);
    },
  };
}

let shared: Promise<Sent> | null = null;

/** A finished task of the sample for tests that only read it: its change, its logs and its checks are real. */
export function finishedSample(request: APIRequestContext): Promise<Sent> {
  shared ??= runToItsEnd(request);
  return shared;
}

/** A finished task of the sample that the test may change. */
export async function runToItsEnd(request: APIRequestContext): Promise<Sent> {
  const product = productApi(request);
  const task = await product.runSample();
  await product.waitFor(task.id, "succeeded");
  return task;
}
