"use client";

import { useQuery } from "@tanstack/react-query";
import { api } from "../../../client/api.ts";
import { queryKeys } from "../../../client/query-keys.ts";
import { Notice } from "../../ui/notice.tsx";
import { obstacleOf } from "./obstacle-of.ts";

/** Why a queued attempt cannot start now, and what to do; nothing while some worker could take it. */
export function QueueObstacle() {
  const health = useQuery({ queryKey: queryKeys.health, queryFn: api.getHealth, refetchInterval: 5_000 });
  const obstacle = health.data === undefined ? null : obstacleOf(health.data);
  if (obstacle === null) return null;
  return (
    <Notice tone="warn" title="Waiting: tasks cannot start at the moment">
      {obstacle} The task stays in the queue and goes on by itself.
    </Notice>
  );
}
