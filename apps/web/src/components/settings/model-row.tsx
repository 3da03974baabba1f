"use client";

import type { Provider, ProviderModel, ProviderTestResult } from "@slipway/core";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { errorSentence } from "../../client/api-error.ts";
import { Button } from "../ui/button.tsx";
import { ConnectionTest } from "./connection-test.tsx";
import { ModelForm } from "./model-form.tsx";
import { capabilityWords, priceWords } from "./model-words.ts";
import type { ProviderChange } from "./use-provider-update.ts";

type ModelRowProps = { provider: Provider; model: ProviderModel; update: ProviderChange };

/** A model as it is stored; it can be edited, tested and removed. */
export function ModelRow({ provider, model, update }: ModelRowProps) {
  const [isEdited, setEdited] = useState(false);
  const report = { onError: (error: unknown) => void toast.error(errorSentence(error)) };
  const store = (changed: ProviderModel | null, part: { api?: Provider["api"] } = {}, onSuccess = () => {}) => {
    const models = provider.models.flatMap((each) => (each.name !== model.name ? [each] : changed === null ? [] : [changed]));
    update.mutate({ models, ...part }, { ...report, onSuccess });
  };
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <div className="min-w-40 flex-1">
          <h4 className="break-all font-mono text-sm">{model.name}</h4>
          <p className="text-faint text-xs">{capabilityWords(model)}</p>
          <p className="text-faint text-xs">{priceWords(model.price)}</p>
        </div>
        <div className="flex gap-1">
          <Button
            variant="ghost"
            size="sm"
            aria-expanded={isEdited}
            aria-label={`${isEdited ? "Close" : "Edit"} ${model.name}`}
            onClick={() => setEdited(!isEdited)}
          >
            {isEdited ? "Close" : "Edit"}
          </Button>
          <Button variant="ghost" size="iconSm" aria-label={`Remove ${model.name}`} disabled={update.isPending} onClick={() => store(null)}>
            <Trash2 aria-hidden />
          </Button>
        </div>
      </div>
      {isEdited ? (
        <ModelForm
          model={model}
          isSaving={update.isPending}
          onSave={(changed) =>
            store(changed, {}, () => {
              setEdited(false);
              toast.success("Saved");
            })
          }
        />
      ) : null}
      <ConnectionTest
        providerId={provider.id}
        model={model.name}
        learned={(result) => (
          <Learned
            provider={provider}
            model={model}
            result={result}
            isSaving={update.isPending}
            onStore={(changed, api) => store(changed, { api }, () => void toast.success("Stored"))}
          />
        )}
      />
    </div>
  );
}

type LearnedProps = {
  provider: Provider;
  model: ProviderModel;
  result: ProviderTestResult;
  isSaving: boolean;
  onStore: (model: ProviderModel, api: Provider["api"]) => void;
};

function Learned({ provider, model, result, isSaving, onStore }: LearnedProps) {
  const { learned } = result;
  if (learned === null || result.failure !== null) return null;
  const changed: ProviderModel = {
    ...model,
    vision: learned.vision ?? model.vision,
    freeformPatch: learned.freeformPatch ?? model.freeformPatch,
    parallelCalls: learned.parallelCalls ?? model.parallelCalls,
  };
  const isSame = JSON.stringify(changed) === JSON.stringify(model) && learned.api === provider.api;
  if (isSame) return <p className="text-faint text-xs">What is stored agrees with what the test told.</p>;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <p className="min-w-40 flex-1 text-muted text-xs">
        The test told other things than are stored
        {learned.api === provider.api ? "" : `; it works over the ${learned.api === "chat" ? "Chat Completions" : "Responses"} API`}.
      </p>
      <Button size="sm" disabled={isSaving} onClick={() => onStore(changed, learned.api)}>
        Store what was learned
      </Button>
    </div>
  );
}
