"use client";

import type { ProviderTest } from "@slipway/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { api } from "../../client/api.ts";
import { useNow } from "../../hooks/use-now.ts";

type Asked = { providerId: string | null; model: string | null };

/** Longer than a worker takes for a whole test; then nobody is at it. */
const GIVEN_UP_MS = 170_000;

/** A test that a worker makes: asked for, waited for, and given up where no worker answers. */
export function useProviderTest(asked: Asked) {
  const start = useMutation({ mutationFn: (input: Asked) => api.testProvider(input) });
  const startedAt = start.data === undefined ? null : Date.parse(start.data.createdAt);
  const now = useNow();
  const isLate = startedAt !== null && now - startedAt > GIVEN_UP_MS;
  const read = useQuery({
    queryKey: ["provider-test", start.data?.id ?? ""],
    queryFn: () => api.getProviderTest(start.data?.id ?? ""),
    enabled: start.data !== undefined,
    refetchInterval: (query) => (query.state.data?.result == null && !isLate ? 700 : false),
  });
  const test: ProviderTest | null = read.data ?? start.data ?? null;
  const isOver = test !== null && test.result !== null;
  return {
    run: () => start.mutate(asked),
    isRunning: start.isPending || (test !== null && !isOver && !isLate),
    result: test?.result ?? null,
    error: start.error ?? (isLate && !isOver ? new Error("No worker made the test. Look at Health: one has to run.") : read.error),
  };
}
