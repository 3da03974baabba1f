"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { ChevronRight, FolderGit2, KeyRound, Play } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { api } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { DemoMark } from "../marks/demo-mark.tsx";
import { HealthList } from "../shell/health-list.tsx";
import { Button, buttonStyle } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";

/** What a person sees who has sent no task yet: the sample in one click, and what is still missing. */
export function FirstRun({ onAddRepository }: { onAddRepository: () => void }) {
  const health = useQuery({ queryKey: queryKeys.health, queryFn: api.getHealth });
  const hasModel = health.data !== undefined && !health.data.model.demo;
  return (
    <section aria-label="First steps" className="space-y-4">
      <SampleCard />
      <div className="grid gap-4 sm:grid-cols-2">
        <Card
          icon={<FolderGit2 aria-hidden />}
          title="Add a repository"
          text="A folder on this machine, or any git remote over https."
          action={<Button onClick={onAddRepository}>Add a repository</Button>}
        />
        <Card
          icon={<KeyRound aria-hidden />}
          title={hasModel ? "A model is connected" : "Connect a model"}
          text={
            hasModel ? (
              <>Tasks are worked on by {health.data?.model.name}.</>
            ) : (
              <>OpenAI, or any server that speaks its API. Its key is sealed; nothing is asked before you send a task.</>
            )
          }
          action={
            <Link href={"/settings" as Route} className={buttonStyle({})}>
              {hasModel ? "Models and providers" : "Connect a model"}
            </Link>
          }
        />
      </div>
      {health.isSuccess ? (
        <details className="group rounded-xl border bg-surface px-4 py-3" open={!health.data.ok}>
          <summary className="flex items-center gap-2 text-sm">
            <ChevronRight aria-hidden className="size-3.5 text-faint transition-transform group-open:rotate-90" />
            {health.data.ok ? "Everything that tasks need is in place" : "Something that tasks need is missing"}
          </summary>
          <div className="pt-3">
            <HealthList health={health.data} />
          </div>
        </details>
      ) : null}
    </section>
  );
}

function SampleCard() {
  const router = useRouter();
  const sample = useMutation({ mutationFn: api.runSample, onSuccess: (task) => router.push(`/tasks/${task.id}`) });
  return (
    <div className="rounded-2xl border bg-surface p-5 shadow-raised sm:p-6">
      <div className="flex items-center justify-between gap-6 max-sm:flex-col max-sm:items-start">
        <div className="max-w-lg space-y-1.5">
          <h2 className="font-semibold text-lg tracking-tight">See a task from start to finish</h2>
          <p className="text-muted">
            A small library with one failing test. Watch a container start, the test fail at base, an edit, and the test pass at head – in
            under a minute.
          </p>
          <DemoMark />
        </div>
        <Button
          variant="primary"
          className="h-10 px-4 max-sm:w-full"
          disabled={sample.isPending || sample.isSuccess}
          onClick={() => sample.mutate()}
        >
          <Play aria-hidden />
          {sample.isPending || sample.isSuccess ? "Starting…" : "Try the sample"}
        </Button>
      </div>
      {sample.isError ? (
        <Notice tone="bad" className="mt-4">
          {errorSentence(sample.error)}
        </Notice>
      ) : null}
    </div>
  );
}

function Card({ icon, title, text, action }: { icon: ReactNode; title: string; text: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-3 rounded-2xl border bg-surface p-5">
      <span className="text-faint [&_svg]:size-5">{icon}</span>
      <div className="flex-1 space-y-1">
        <h2 className="font-medium">{title}</h2>
        <p className="text-muted text-sm">{text}</p>
      </div>
      {action}
    </div>
  );
}
