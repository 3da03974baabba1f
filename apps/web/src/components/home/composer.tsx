"use client";

import { ArrowUp } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { useRef } from "react";
import { useHydrated } from "../../hooks/use-hydrated.ts";
import { useShortcuts } from "../../hooks/use-shortcuts.ts";
import { PictureButton, PictureDrop } from "../pictures/picture-input.tsx";
import { PictureStrip } from "../pictures/picture-strip.tsx";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { PromptBox } from "../ui/prompt-box.tsx";
import { PromptError } from "../ui/prompt-error.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { AttemptsMenu } from "./attempts-menu.tsx";
import { EffortMenu } from "./effort-menu.tsx";
import { LimitsPopover } from "./limits-popover.tsx";
import { ModelPicker } from "./model-picker.tsx";
import { PlacePickers } from "./place-pickers.tsx";
import { useComposer } from "./use-composer.ts";

/** Where a task is written and sent. The draft lives in the browser, so the form waits for it. */
export function Composer({ onAddRepository }: { onAddRepository: () => void }) {
  return useHydrated() ? <ComposerForm onAddRepository={onAddRepository} /> : <Skeleton className="h-40 rounded-2xl" />;
}

function ComposerForm({ onAddRepository }: { onAddRepository: () => void }) {
  const composer = useComposer();
  const { draft, change, pictures, repository, model, unknownRepository } = composer;
  const box = useRef<HTMLTextAreaElement>(null);
  useShortcuts({ c: () => box.current?.focus() });
  const unseen = pictures.pictures.length > 0 && model !== null && !model.vision;
  const mustWait = unseen || pictures.uploads.length > 0;
  const isReady = repository !== null && draft.prompt.trim() !== "" && !mustWait;
  const isOffScript = model?.demo === true && repository !== null && !repository.sample;

  return (
    <form
      aria-label="New task"
      onSubmit={(event) => {
        event.preventDefault();
        if (!mustWait) composer.send();
      }}
      className="space-y-2"
    >
      <PictureDrop
        onFiles={pictures.add}
        className="rounded-2xl border border-line-strong/80 bg-surface shadow-raised transition-colors focus-within:border-faint"
      >
        <PromptBox
          ref={box}
          aria-label="What should the agent do?"
          placeholder={draft.mode === "ask" ? "Ask a question about the code" : "Describe a task: fix a bug, add a feature, write tests"}
          value={draft.prompt}
          onChange={(prompt) => change({ prompt })}
          onSubmit={() => (mustWait ? undefined : composer.send())}
        />
        <PictureStrip draft={pictures} className="px-4 pt-2 pb-1" />
        <div className="flex flex-wrap items-center gap-x-1 gap-y-1.5 px-2.5 pt-1 pb-2.5">
          <PlacePickers composer={composer} onAddRepository={onAddRepository} />
          <PictureButton onFiles={pictures.add} />
          <div className="ml-auto flex min-w-0 items-center gap-1 max-sm:w-full max-sm:flex-wrap">
            {model === null ? null : <ModelPicker models={composer.models} model={model} onChange={(key) => change({ model: key })} />}
            {model?.reasoning === true ? <EffortMenu value={draft.effort} onChange={(effort) => change({ effort })} /> : null}
            <LimitsPopover value={draft.limits} onChange={(limits) => change({ limits })} />
            <AttemptsMenu value={draft.attempts} onChange={(attempts) => change({ attempts })} />
            <span className="ml-auto flex items-center gap-1.5 pl-1">
              <Segmented
                label="Mode"
                value={draft.mode}
                options={[
                  { value: "ask", label: "Ask" },
                  { value: "code", label: "Code" },
                ]}
                onChange={(mode) => change({ mode })}
              />
              <Button type="submit" variant="primary" size="icon" className="rounded-full" aria-label="Send task" disabled={!isReady}>
                <ArrowUp aria-hidden />
              </Button>
            </span>
          </div>
        </div>
      </PictureDrop>
      {unseen ? <Notice tone="warn">{model.name} takes text alone. Take the pictures out, or choose a model that sees.</Notice> : null}
      {unknownRepository === null ? null : (
        <Notice tone="warn">There is no repository {unknownRepository} here. Choose one, or add it first.</Notice>
      )}
      <PromptError error={composer.error} text={draft.prompt} onClean={(prompt) => change({ prompt })} />
      {isOffScript ? (
        <p className="px-3 text-muted text-xs">
          The scripted demo only follows its script on the sample repository.{" "}
          <Link href={"/settings" as Route} className="text-accent underline">
            Connect a model
          </Link>{" "}
          to work on this one.
        </p>
      ) : null}
    </form>
  );
}
