import type { ImageStore } from "@slipway/agent";
import { readImage, storeImage } from "@slipway/db";
import type { AttemptRun } from "../attempt-run.ts";

/** The pictures of an attempt: what its tools take is stored as its own, and what the conversation names is read back for the model. */
export function attemptImages({ context: { db }, work: { attemptId, epoch } }: AttemptRun): ImageStore {
  return {
    store: (content) => storeImage(db, { content, owner: { attemptId, epoch } }),
    load: async (imageId) => (await readImage(db, { imageId, userId: null })).content,
  };
}
