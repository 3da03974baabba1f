"use client";

import { useQueryClient } from "@tanstack/react-query";
import { api, type FilePlace } from "../client/api.ts";
import { queryKeys } from "../client/query-keys.ts";

/** Reads whole files of an attempt, each once: neither side of a stored change ever reads otherwise. */
export function useFileReader(): (place: FilePlace) => Promise<string> {
  const queryClient = useQueryClient();
  return (place) =>
    queryClient.fetchQuery({
      queryKey: queryKeys.file(place),
      queryFn: () => api.getFile(place),
      staleTime: Number.POSITIVE_INFINITY,
    });
}
