"use client";

import { capabilitiesOf, type Provider } from "@slipway/core";
import { LoaderCircle, Plus, RefreshCw } from "lucide-react";
import { useState } from "react";
import { errorSentence } from "../../client/api-error.ts";
import { Button } from "../ui/button.tsx";
import { Field, TextInput } from "../ui/field.tsx";
import { useProviderTest } from "./use-provider-test.ts";
import type { ProviderChange } from "./use-provider-update.ts";

const SHOWN = 60;

/** Adds a model by name, or out of the server's own list, which a worker reads. */
export function AddModel({ provider, update }: { provider: Provider; update: ProviderChange }) {
  const [name, setName] = useState("");
  const list = useProviderTest({ providerId: provider.id, model: null });
  const add = (model: string) =>
    update.mutate({ models: [...provider.models, { ...capabilitiesOf(model), name: model }] }, { onSuccess: () => setName("") });
  const fault = update.error ?? list.error ?? failureOf(list.result);
  return (
    <div className="space-y-3">
      <form
        className="flex items-start gap-2 max-sm:flex-col"
        onSubmit={(event) => {
          event.preventDefault();
          add(name.trim());
        }}
      >
        <div className="min-w-0 flex-1 max-sm:w-full">
          <Field
            label={`Add a model of ${provider.name}`}
            hint="What it can do is guessed by its name; a test tells more."
            error={fault === null ? undefined : errorSentence(fault)}
          >
            {(id, describedBy) => (
              <TextInput
                id={id}
                aria-describedby={describedBy}
                spellCheck={false}
                autoComplete="off"
                className="font-mono text-sm"
                placeholder="gpt-5-mini"
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
        </div>
        <div className="flex gap-2 sm:mt-6.5">
          <Button type="submit" className="h-9" disabled={name.trim() === "" || update.isPending}>
            <Plus aria-hidden />
            Add
          </Button>
          <Button className="h-9" disabled={list.isRunning} onClick={list.run}>
            {list.isRunning ? <LoaderCircle aria-hidden className="animate-spin" /> : <RefreshCw aria-hidden />}
            {list.isRunning ? "Reading…" : "Fetch models"}
          </Button>
        </div>
      </form>
      {list.result?.models == null ? null : (
        <Offered
          names={list.result.models.filter((each) => provider.models.every((known) => known.name !== each))}
          filter={name}
          onAdd={add}
        />
      )}
    </div>
  );
}

function failureOf(result: ReturnType<typeof useProviderTest>["result"]): Error | null {
  return result?.failure == null ? null : new Error(`${result.failure.message} ${result.failure.hint}`);
}

function Offered({ names, filter, onAdd }: { names: readonly string[]; filter: string; onAdd: (name: string) => void }) {
  const found = names.filter((name) => name.toLowerCase().includes(filter.trim().toLowerCase()));
  if (found.length === 0)
    return <p className="text-muted text-xs">The server lists no other model{filter === "" ? "" : " of that name"}.</p>;
  return (
    <div className="space-y-2">
      <p className="text-muted text-xs">
        The server lists {names.length === 1 ? "one more model" : `${names.length} more models`}
        {found.length > SHOWN ? `; ${SHOWN} are shown, type to find others` : ""}:
      </p>
      <ul className="flex flex-wrap gap-1.5">
        {found.slice(0, SHOWN).map((name) => (
          <li key={name} className="max-w-full">
            <Button size="sm" className="max-w-full font-mono" aria-label={`Add ${name}`} onClick={() => onAdd(name)}>
              <Plus aria-hidden />
              <span className="truncate">{name}</span>
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
