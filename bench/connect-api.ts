import { setTimeout as delay } from "node:timers/promises";
import { AttemptEvent, Environment, Repository, Snapshot, Task } from "@slipway/core";
import { z } from "zod";

const SnapshotPage = z.object({ items: z.array(Snapshot) });
const EventPage = z.object({ items: z.array(AttemptEvent) });
const POLL_MS = 25;
const OVER = new Set(["succeeded", "failed", "cancelled"]);

/** The product's REST API, as a script of a user would call it. */
export type Api = {
  /** Any route; a POST where a body is given. */
  call(path: string, body?: object): Promise<unknown>;
  addRepository(path: string): Promise<string>;
  addEnvironment(input: { repositoryId: string; name: string; setupScript: string }): Promise<string>;
  /** How many were built, or begun, for the environment. */
  countSnapshots(environmentId: string): Promise<number>;
  submit(input: { repositoryId: string; environmentId?: string; prompt: string }): Promise<Task>;
  followUp(taskId: string, text: string): Promise<void>;
  /** Lets go of the task's kept sandbox. */
  archive(taskId: string): Promise<void>;
  /** When the attempt's events of one type were stored, in milliseconds since 1970. */
  eventTimes(attemptId: string, type: string): Promise<number[]>;
  /** Looks at the task until its attempt has ended. */
  waitForEnd(taskId: string, signal: AbortSignal): Promise<Task>;
};

export function connectApi({ origin, apiKey }: { origin: string; apiKey: string }): Api {
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
  const call = async (path: string, body?: object): Promise<unknown> => {
    const request = body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) };
    const response = await fetch(`${origin}/api/v1${path}`, request);
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  return {
    call,
    addRepository: async (path) => Repository.parse(await call("/repositories", { path })).id,
    addEnvironment: async (input) => Environment.parse(await call("/environments", input)).id,
    countSnapshots: async (id) => SnapshotPage.parse(await call(`/environments/${id}/snapshots`)).items.length,
    submit: async (input) => Task.parse(await call("/tasks", input)),
    async followUp(taskId, text) {
      await call(`/tasks/${taskId}/messages`, { text });
    },
    async archive(taskId) {
      await call(`/tasks/${taskId}/archive`, {});
    },
    async eventTimes(attemptId, type) {
      const { items } = EventPage.parse(await call(`/attempts/${attemptId}/events?format=json&limit=1000`));
      return items.filter(({ body }) => body.type === type).map(({ at }) => Date.parse(at));
    },
    async waitForEnd(taskId, signal) {
      for (;;) {
        signal.throwIfAborted();
        const task = Task.parse(await call(`/tasks/${taskId}`));
        if (OVER.has(task.status)) return task;
        await delay(POLL_MS);
      }
    },
  };
}
