"use client";

import type { Environment } from "@slipway/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Copy, EllipsisVertical, Trash2 } from "lucide-react";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu.tsx";

/** Copy and delete. `onGone` comes before the page is left. */
export function EnvironmentActions({ environment, onGone }: { environment: Environment; onGone: () => void }) {
  const queryClient = useQueryClient();
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const refresh = () => void queryClient.invalidateQueries({ queryKey: queryKeys.environments(environment.repositoryId) });
  const report = (error: unknown) => void toast.error(errorSentence(error));
  const copying = useMutation({
    mutationFn: () => api.copyEnvironment(environment.id),
    onSuccess: (copy) => {
      refresh();
      toast.success(`${copy.name} has the same fields and secrets`);
      router.push(`/environments/${copy.id}` as Route);
    },
    onError: report,
  });
  const removing = useMutation({
    mutationFn: () => api.deleteEnvironment(environment.id),
    onSuccess: () => {
      onGone();
      refresh();
      toast.success(`${environment.name} was deleted`);
      router.replace(`/repositories/${environment.repositoryId}` as Route);
    },
    onError: report,
  });
  return (
    <>
      <Menu
        trigger={
          <Button variant="ghost" size="icon" aria-label="More actions">
            <EllipsisVertical aria-hidden />
          </Button>
        }
      >
        <MenuItem
          icon={<Copy aria-hidden />}
          label="Make a copy"
          detail="As it is saved, with its secrets"
          disabled={copying.isPending}
          onSelect={() => copying.mutate()}
        />
        <MenuSeparator />
        <MenuItem icon={<Trash2 aria-hidden />} label="Delete…" onSelect={() => setAsking(true)} />
      </Menu>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete ${environment.name}?`}
        description="Tasks that used it keep their results. Its secrets and snapshots are gone."
      >
        <div className="flex justify-end gap-2">
          <Button variant="ghost" onClick={() => setAsking(false)}>
            Cancel
          </Button>
          <Button variant="danger" disabled={removing.isPending} onClick={() => removing.mutate()}>
            Delete
          </Button>
        </div>
      </Dialog>
    </>
  );
}
