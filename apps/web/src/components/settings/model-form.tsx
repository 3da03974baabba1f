"use client";

import { ModelPrice, ProviderModel } from "@slipway/core";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { Field, TextInput } from "../ui/field.tsx";
import { CAPABILITIES } from "./model-words.ts";

type Prices = { inputUsd: string; cachedInputUsd: string; outputUsd: string };

const priceFields = [
  { name: "inputUsd", label: "Input" },
  { name: "cachedInputUsd", label: "Cached input" },
  { name: "outputUsd", label: "Output" },
] as const;

/** Prices and abilities of one model. */
export function ModelForm({
  model,
  isSaving,
  onSave,
}: {
  model: ProviderModel;
  isSaving: boolean;
  onSave: (model: ProviderModel) => void;
}) {
  const [can, setCan] = useState(model);
  const [context, setContext] = useState(String(model.contextTokens));
  const [prices, setPrices] = useState<Prices>(() => pricesOf(model.price));
  const [fault, setFault] = useState<string | null>(null);
  const submit = () => {
    const read = readModel({ can, context, prices });
    setFault(typeof read === "string" ? read : null);
    if (typeof read !== "string") onSave(read);
  };
  return (
    <form
      aria-label={`Edit ${model.name}`}
      className="space-y-4 rounded-lg border bg-canvas p-3"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <fieldset>
        <legend className="mb-2 font-medium text-sm">
          Price <span className="font-normal text-faint">in US dollars for a million tokens; empty where it is not known</span>
        </legend>
        <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
          {priceFields.map(({ name, label }) => (
            <NumberField key={name} label={label} value={prices[name]} onChange={(value) => setPrices({ ...prices, [name]: value })} />
          ))}
          <NumberField label="Context, in tokens" value={context} onChange={setContext} />
        </div>
      </fieldset>
      <fieldset>
        <legend className="mb-2 font-medium text-sm">What it can do</legend>
        <div className="grid gap-2 sm:grid-cols-2">
          {CAPABILITIES.map(({ name, label, hint }) => (
            <label key={name} className="flex items-start gap-2 text-sm">
              <input
                type="checkbox"
                className="mt-0.5 size-4 shrink-0 accent-accent"
                checked={can[name]}
                onChange={(event) => setCan({ ...can, [name]: event.target.checked })}
              />
              <span>
                {label}
                <span className="block text-faint text-xs">{hint}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <div className="flex items-center justify-end gap-3">
        <p role="alert" className="min-w-0 flex-1 text-bad text-xs">
          {fault}
        </p>
        <Button type="submit" variant="primary" size="sm" disabled={isSaving}>
          Save
        </Button>
      </div>
    </form>
  );
}

function NumberField({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <Field label={<span className="font-normal text-muted text-xs">{label}</span>}>
      {(id, describedBy) => (
        <TextInput
          id={id}
          aria-describedby={describedBy}
          inputMode="decimal"
          className="tabular-nums"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

function pricesOf(price: ModelPrice | null): Prices {
  const text = (value: number | undefined) => (value === undefined ? "" : String(value));
  return { inputUsd: text(price?.inputUsd), cachedInputUsd: text(price?.cachedInputUsd), outputUsd: text(price?.outputUsd) };
}

/** The model, or why it cannot be. Without a price for cached input it costs what fresh input costs. */
function readModel({ can, context, prices }: { can: ProviderModel; context: string; prices: Prices }): ProviderModel | string {
  const texts = Object.values(prices).map((text) => text.trim());
  const price = texts.every((text) => text === "") ? null : readPrice(prices);
  if (typeof price === "string") return price;
  const model = ProviderModel.safeParse({ ...can, contextTokens: figure(context), price });
  return model.success ? model.data : "Give the context as a whole number of tokens, 1000 or more.";
}

function readPrice(prices: Prices): ModelPrice | string {
  if (prices.inputUsd.trim() === "" || prices.outputUsd.trim() === "") return "Give a price for input and for output, or none at all.";
  const cached = prices.cachedInputUsd.trim() === "" ? prices.inputUsd : prices.cachedInputUsd;
  const price = ModelPrice.safeParse({
    inputUsd: figure(prices.inputUsd),
    cachedInputUsd: figure(cached),
    outputUsd: figure(prices.outputUsd),
  });
  return price.success ? price.data : (price.error.issues[0]?.message ?? "This is no price.");
}

/** A comma may stand for the point. */
function figure(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text.trim().replace(",", "."));
}
