import { takeOutbox } from "@slipway/db";
import { publish, ring } from "@slipway/queue";
import type { ApiContext } from "./api-context.ts";

/**
 * Rings for what was just written, and tells the open dashboards. The answer does not wait for it and does not depend on it: a row
 * that could not be delivered stays, and the worker's sweeper rings for it.
 */
export function announceTask(context: ApiContext, taskId: string): void {
  deliverOutbox(context)
    .then(() => publish(context.queue, { subject: `task.${taskId}`, payload: {} }))
    .catch((error: unknown) => context.log.warn({ err: error, taskId }, "The queue could not be told; the sweeper will ring"));
}

/** Rings for what was just written and is no task. */
export function ringOutbox(context: ApiContext): void {
  deliverOutbox(context).catch((error: unknown) => context.log.warn({ err: error }, "The queue could not be told; the sweeper will ring"));
}

async function deliverOutbox({ db, queue }: ApiContext): Promise<void> {
  await takeOutbox(db, {
    limit: 50,
    deliver: async ({ topic, subjectId }) => {
      if (topic === "cancel") await publish(queue, { subject: `cancel.${subjectId}`, payload: {} });
      else await ring(queue, { topic, id: subjectId });
    },
  });
}
