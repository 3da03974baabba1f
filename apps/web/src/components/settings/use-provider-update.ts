"use client";

import type { Provider } from "@slipway/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, type ProviderUpdate } from "../../client/api.ts";
import { queryKeys } from "../../client/query-keys.ts";

/** Changes a stored provider and brings what the screens know of it up to date. */
export function useProviderUpdate({ id }: Pick<Provider, "id">) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (input: ProviderUpdate) => api.updateProvider(id, input),
    onSuccess: (stored) => {
      queryClient.setQueryData<Provider[]>(queryKeys.providers, (all) => all?.map((each) => (each.id === stored.id ? stored : each)));
      for (const queryKey of [queryKeys.models, queryKeys.health]) void queryClient.invalidateQueries({ queryKey });
    },
  });
}

export type ProviderChange = ReturnType<typeof useProviderUpdate>;
