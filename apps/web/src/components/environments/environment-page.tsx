"use client";

import type { Environment, Repository } from "@slipway/core";
import { ChevronRight } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { AppHeader } from "../shell/app-header.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { GeneralFields, ScriptFields } from "./basic-fields.tsx";
import { CheckFields } from "./check-fields.tsx";
import { ImageFields } from "./image-fields.tsx";
import { LeaveGuard } from "./leave-guard.tsx";
import { LimitFields } from "./limit-fields.tsx";
import { NetworkFields } from "./network-fields.tsx";
import { SaveBar } from "./save-bar.tsx";
import { SecretFields } from "./secret-fields.tsx";
import { TextEditor } from "./text-editor.tsx";
import type { EnvironmentEditor } from "./use-environment-editor.ts";
import { VariableFields } from "./variable-fields.tsx";

type EnvironmentPageProps = {
  editor: EnvironmentEditor;
  repository: Repository;
  environment: Environment | null;
  locked: ReadonlySet<string>;
  /** True once what was made here is stored, so that leaving loses nothing. */
  isDone?: boolean;
  actions?: ReactNode;
  /** Above the fields: the repository's file, snapshots, a suggestion. */
  children?: ReactNode;
};

/** The fields of an environment, stored or new, as a form or as text. */
export function EnvironmentPage({ editor, repository, environment, locked, isDone = false, actions, children }: EnvironmentPageProps) {
  const [refused, setRefused] = useState(false);
  const fault = refused ? editor.textFaults[0] : undefined;
  const title = environment?.name ?? "New environment";
  return (
    <>
      <AppHeader />
      <main className="mx-auto max-w-4xl px-4 pt-8 sm:px-6">
        <title>{`${title} · ${repository.name} · Slipway`}</title>
        <Crumbs repository={repository} />
        <div className="mb-6 flex flex-wrap items-center gap-x-3 gap-y-3">
          <h1 className="mr-auto min-w-0 break-words font-semibold text-[22px] leading-8 tracking-tight">{title}</h1>
          <Segmented
            label="Edit as"
            value={editor.text === null ? "form" : "yaml"}
            options={[
              { value: "form", label: "Form" },
              { value: "yaml", label: "YAML" },
            ]}
            onChange={(shown) => {
              setRefused(editor.textFaults.length > 0);
              if (editor.textFaults.length === 0) editor.showText(shown === "yaml");
            }}
          />
          {actions}
          {fault === undefined ? null : (
            <p role="alert" className="w-full text-bad text-sm">
              The form cannot be shown before the text is right. Line {fault.line}: {fault.message}
            </p>
          )}
        </div>
        {children === undefined ? null : <div className="mb-8 space-y-4">{children}</div>}
        <div className="pb-10">
          <GeneralFields editor={editor} repository={repository} />
          {editor.text === null ? (
            <>
              <ImageFields editor={editor} locked={locked} />
              <ScriptFields editor={editor} locked={locked} />
              <CheckFields editor={editor} locked={locked} />
              <VariableFields editor={editor} locked={locked} />
            </>
          ) : (
            <TextEditor editor={editor} text={editor.text} />
          )}
          <SecretFields editor={editor} stored={environment?.secrets ?? []} />
          {editor.text === null ? (
            <>
              <NetworkFields editor={editor} locked={locked} />
              <LimitFields editor={editor} locked={locked} />
            </>
          ) : null}
        </div>
        <SaveBar editor={editor} isNew={environment === null} />
      </main>
      <LeaveGuard active={editor.isDirty && !isDone} />
    </>
  );
}

function Crumbs({ repository }: { repository: Repository }) {
  return (
    <nav aria-label="Place" className="mb-2 flex items-center gap-1 text-muted text-sm">
      <Link href="/repositories" className="rounded hover:text-ink">
        Repositories
      </Link>
      <ChevronRight aria-hidden className="size-3.5 shrink-0 text-faint" />
      <Link href={`/repositories/${repository.id}` as Route} className="min-w-0 truncate rounded hover:text-ink">
        {repository.name}
      </Link>
    </nav>
  );
}
