"use client";

import type { ModelChoice } from "@slipway/core";
import { Cpu, Settings } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { ModelMark } from "../marks/model-mark.tsx";
import { buttonStyle } from "../ui/button.tsx";
import { Picker } from "../ui/picker.tsx";
import { modelKey } from "./model-order.ts";

type ModelPickerProps = {
  /** In the order in which they are offered. */
  models: readonly ModelChoice[];
  model: ModelChoice;
  onChange: (key: string) => void;
};

/** The model that will work; the scripted demo is named as what it is, with the way to a real one. */
export function ModelPicker({ models, model, onChange }: ModelPickerProps) {
  if (model.demo) {
    return (
      <span className="flex items-center gap-1">
        <ModelMark model={model.name} demo className="px-1" />
        <SettingsLink label="Connect a model" />
      </span>
    );
  }
  const hasSeveral = new Set(models.map(({ provider }) => provider.name)).size > 1;
  return (
    <Picker
      label="Model"
      icon={<Cpu aria-hidden />}
      placeholder="Choose a model"
      value={modelKey(model)}
      options={models.map((each) => ({
        value: modelKey(each),
        label: each.name,
        ...(hasSeveral || each.price !== null ? { detail: detailOf(each) } : {}),
      }))}
      onChange={onChange}
      className="max-w-44 max-sm:shrink-0"
      footer={<SettingsLink label="Models and providers" wide />}
    />
  );
}

function detailOf({ provider, price }: ModelChoice): string {
  return price === null ? provider.name : `${provider.name} · $${price.inputUsd} in, $${price.outputUsd} out`;
}

function SettingsLink({ label, wide = false }: { label: string; wide?: boolean }) {
  return (
    <Link
      href={"/settings" as Route}
      className={buttonStyle({ variant: "ghost", size: wide ? "md" : "sm", className: wide ? "w-full justify-start px-2" : "" })}
    >
      <Settings aria-hidden />
      {label}
    </Link>
  );
}
