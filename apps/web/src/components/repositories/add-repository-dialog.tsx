"use client";

import type { Repository } from "@slipway/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field, TextInput } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { SuggestionStep } from "./suggestion-step.tsx";

type AddRepositoryDialogProps = { open: boolean; onOpenChange: (open: boolean) => void; onAdded?: (repository: Repository) => void };

/** Adds a repository by its https address or its folder on this machine; the form tells the two apart by themselves. */
export function AddRepositoryDialog({ open, onOpenChange, onAdded }: AddRepositoryDialogProps) {
  const [bare, setBare] = useState<Repository | null>(null);
  const close = () => {
    onOpenChange(false);
    setBare(null);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? onOpenChange(true) : close())}
      title={bare === null ? "Add a repository" : `An environment for ${bare.name}?`}
      description={
        bare === null
          ? "Slipway keeps a mirror of its own and never works in your checkout."
          : "It says how sandboxes are made and which checks prove a change. Nothing was run to suggest this."
      }
    >
      {bare === null ? (
        <AddForm
          onAdded={async (repository) => {
            onAdded?.(repository);
            const environments = await api.listEnvironments(repository.id).catch(() => null);
            if (environments?.length === 0) setBare(repository);
            else close();
          }}
          onCancel={close}
        />
      ) : (
        <SuggestionStep repository={bare} onDone={close} />
      )}
    </Dialog>
  );
}

function AddForm({ onAdded, onCancel }: { onAdded: (repository: Repository) => Promise<void>; onCancel: () => void }) {
  const queryClient = useQueryClient();
  const [location, setLocation] = useState("");
  const adding = useMutation({
    mutationFn: () => api.createRepository(inputOf(location.trim())),
    onSuccess: (repository) => {
      toast.success(`${repository.name} is ready for tasks`);
      void queryClient.invalidateQueries({ queryKey: queryKeys.repositories });
      return onAdded(repository);
    },
  });
  const change = (next: string) => {
    if (adding.isError) adding.reset();
    setLocation(next);
  };
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (location.trim() !== "" && !adding.isPending) adding.mutate();
      }}
    >
      <Field label="Address or folder" hint={hintOf(location.trim())}>
        {(id, describedBy) => (
          <TextInput
            id={id}
            aria-describedby={describedBy}
            aria-invalid={adding.isError}
            value={location}
            onChange={(event) => change(event.target.value)}
            placeholder="https://github.com/acme/shop or /home/me/shop"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        )}
      </Field>
      {adding.isError ? <Notice tone="bad">{errorSentence(adding.error)}</Notice> : null}
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" disabled={location.trim() === "" || adding.isPending}>
          {adding.isPending ? "Looking at it…" : "Add repository"}
        </Button>
      </div>
    </form>
  );
}

function inputOf(location: string) {
  return location.startsWith("/") || location.startsWith("~") || location.startsWith(".") ? { path: location } : { url: location };
}

function hintOf(location: string): string {
  if (location.startsWith("/")) return "A folder on the machine that runs Slipway.";
  if (/^https:\/\/(www\.)?github\.com\//.test(location)) return "On GitHub: with a token, pull requests can be opened from here.";
  if (location.startsWith("https://")) return "A git remote: branches can be pushed to it.";
  return "An https address of a git remote, or the absolute path of a folder.";
}
