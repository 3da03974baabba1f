import { capabilitiesOf } from "@slipway/core";
import { listProviders } from "@slipway/db";
import type { ApiContext } from "../api-context.ts";
import { refuseField } from "../route-parts.ts";

type Sent = { images: readonly string[]; model: string; providerId: string | null; demo: boolean };

/** Pictures for a model that is known not to see them are refused before anything is queued. */
export async function refuseUnseenImages({ db }: ApiContext, { images, model, providerId, demo }: Sent): Promise<void> {
  if (images.length === 0) return;
  if (demo) return refuseField("images", "The demo follows a fixed script and looks at no pictures. Take them out, or connect a model.");
  const provider = (await listProviders(db)).find(({ id }) => id === providerId);
  const { vision } = provider?.models.find(({ name }) => name === model) ?? capabilitiesOf(model);
  if (!vision) refuseField("images", `${model} takes text alone. Take the pictures out, or choose a model that sees.`);
}
