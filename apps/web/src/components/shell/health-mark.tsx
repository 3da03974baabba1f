"use client";

import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { api } from "../../client/api.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { HealthList } from "./health-list.tsx";

/** Silent while all is well; says so where something that tasks need is missing. */
export function HealthMark() {
  const [open, setOpen] = useState(false);
  const health = useQuery({ queryKey: queryKeys.health, queryFn: api.getHealth, refetchInterval: 30_000 });
  if (!health.isSuccess || health.data.ok) return null;
  return (
    <>
      <Button variant="ghost" size="sm" className="text-warn hover:text-warn" onClick={() => setOpen(true)}>
        <TriangleAlert aria-hidden />
        <span className="max-sm:sr-only">Needs care</span>
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title="Health" description="What tasks need, and whether it is there.">
        <HealthList health={health.data} />
      </Dialog>
    </>
  );
}
