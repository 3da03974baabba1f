import { BOUNDS, type CheckInput, type TestReport, type Workspace } from "@slipway/core";
import { readTestReport } from "./read-test-report.ts";

const BEGAN = "/tmp/.slipway-check-began";
const TIMEOUT_MS = 60_000;
const MAX_FILES = 500;

/** So that a report that was there before the check is not taken for its own. */
export async function noteBeginning(workspace: Workspace, { report }: CheckInput): Promise<void> {
  if (report !== undefined) await workspace.runCommand({ command: `: >${BEGAN}`, timeoutMs: TIMEOUT_MS });
}

/** What the files tell that the check wrote where it says; null where it wrote none that can be read. */
export async function readReportFiles(workspace: Workspace, { report }: CheckInput): Promise<TestReport | null> {
  if (report === undefined) return null;
  const chunks: string[] = [];
  await workspace.runCommand({
    command: readingCommand(report),
    timeoutMs: TIMEOUT_MS,
    maxOutputBytes: BOUNDS.verificationLogBytes,
    onOutput: (text) => chunks.push(text),
  });
  return readTestReport(chunks.join(""));
}

/** The pattern's grammar leaves nothing that a shell would read in quotes. An XML declaration parts one document from the next. */
function readingCommand(report: string): string {
  const pattern = `./${report}`.replaceAll("**/", "*").replace(/^\.\/\.\//, "./");
  return `find . -type f -newer ${BEGAN} -path '${pattern}' ! -path './.git/*' 2>/dev/null | sort | head -n ${MAX_FILES} |
while IFS= read -r file; do printf '<?xml version="1.0"?>\\n'; sed '1s/^<?xml[^>]*?>//' "$file"; echo; done`;
}
