import { join } from "node:path";
import { parseArgs } from "node:util";
import { listenForStop } from "../scripts/listen-for-stop.ts";
import { reportFailure, runStep } from "../scripts/run-step.ts";
import { temporaryFolder } from "../scripts/temporary-folder.ts";
import { measureCodex } from "./codex/measure-codex.ts";
import { tableOf } from "./report/table.ts";
import { writeResults } from "./report/write-results.ts";

const root = join(import.meta.dirname, "..");
using stop = listenForStop({ onSecond: () => process.exit(130) });

/** `npm run bench -- codex`: the loop beside `codex exec`, both without container. */
try {
  const { quick } = parseArgs({ options: { quick: { type: "boolean", default: false } }, allowPositionals: true }).values;
  await using folder = await temporaryFolder("bench-codex");
  const rows = await runStep("Codex", () => measureCodex({ folder: folder.path, count: quick ? 3 : 10, signal: stop.signal }));
  const path = await writeResults({ folder: join(root, "bench/results"), name: "codex", quick, rows });
  console.log(`\n${tableOf(rows)}\n\nWritten to ${path}`);
  process.exitCode = rows.every((row) => row.target?.met !== false) ? 0 : 1;
} catch (error) {
  if (!stop.signal.aborted) reportFailure(error);
  process.exitCode = stop.signal.aborted ? 130 : 1;
}
