import type { Delivery } from "@slipway/core";
import { iso, isoOrNull } from "../connection/iso.ts";
import type { Prisma } from "../generated/client.ts";

export const deliveryColumns = {
  id: true,
  attemptId: true,
  kind: true,
  state: true,
  branch: true,
  commit: true,
  pullRequestNumber: true,
  url: true,
  draft: true,
  error: true,
  createdAt: true,
  finishedAt: true,
} as const satisfies Prisma.DeliverySelect;

export function toDelivery(row: Omit<Delivery, "createdAt" | "finishedAt"> & { createdAt: Date; finishedAt: Date | null }): Delivery {
  return { ...row, createdAt: iso(row.createdAt), finishedAt: isoOrNull(row.finishedAt) };
}
