"use client";

import { Button } from "../components/ui/button.tsx";

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col items-center justify-center gap-4 px-6 text-center">
      <h1 className="font-semibold text-lg">This page broke</h1>
      <p className="text-muted">
        Your tasks are safe; only the page stopped.{" "}
        {error.digest === undefined ? error.message : `The server's log has it as ${error.digest}.`}
      </p>
      <Button onClick={reset}>Try again</Button>
    </main>
  );
}
