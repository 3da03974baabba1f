"use client";

import { useState } from "react";
import { keepOrder } from "./keep-order.ts";

/** While `held`, rows keep their places: known ones are updated where they stand and new ones wait. `waiting` counts those. */
export function useStableOrder<Item extends { id: string }>(
  items: readonly Item[],
  held: boolean,
): { rows: readonly Item[]; waiting: number } {
  const [order, setOrder] = useState<readonly string[]>([]);
  const fresh = items.map((item) => item.id);
  if (!held && fresh.join() !== order.join()) setOrder(fresh);
  if (!held) return { rows: items, waiting: 0 };
  return keepOrder(items, order);
}
