import { StepError } from "./step-error.ts";

const PROGRESS_EVERY_MS = 10_000;

export type Progress = (text: string) => void;

/** Runs one step and tells it in one line with its time; a long one says every ten seconds how far it is. */
export async function runStep<Result>(name: string, work: (progress: Progress) => Promise<Result>): Promise<Result> {
  const startedAt = performance.now();
  const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  let latest = "";
  const timer = setInterval(() => console.log(`… ${name} (${seconds()})${latest && `: ${latest}`}`), PROGRESS_EVERY_MS);
  try {
    const result = await work((text) => {
      latest = text.trim().slice(0, 100);
    });
    console.log(`✓ ${name} (${seconds()})`);
    return result;
  } catch (error) {
    console.error(`✗ ${name} (${seconds()})`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** Tells what went wrong and what to do, without a stack for what a person can mend. */
export function reportFailure(error: unknown): void {
  if (!(error instanceof StepError)) {
    console.error(error);
    return;
  }
  console.error(indent(error.message));
  for (const line of error.remedy) console.error(indent(line));
}

function indent(text: string): string {
  return text.replace(/^/gm, "  ");
}
