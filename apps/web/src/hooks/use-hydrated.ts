"use client";

import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** False while the server renders and in the first render of the browser; what storage and the URL decide waits for it. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
