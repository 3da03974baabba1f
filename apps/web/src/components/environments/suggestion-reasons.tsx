import type { EnvironmentSuggestion } from "@slipway/core";
import { Notice } from "../ui/notice.tsx";

const fieldWords: Record<string, string> = {
  image: "Image",
  setupScript: "Setup script",
  maintenanceScript: "Maintenance script",
};

/** Why each field was filled as it is, and what the suggestion leaves open. */
export function SuggestionReasons({ suggestion }: { suggestion: EnvironmentSuggestion }) {
  const filled = suggestion.reasons.filter(({ field }) => field !== null);
  const open = suggestion.reasons.filter(({ field }) => field === null);
  return (
    <Notice tone="info" title={filled.length > 0 ? "Filled in from the repository's files" : "The repository's files say little"}>
      <p>
        Read at <code className="font-mono text-xs">{suggestion.commit.slice(0, 10)}</code> of {suggestion.branch}. Nothing was run. Look it
        over before you save it.
      </p>
      <dl className="mt-2 space-y-1 text-xs">
        {filled.map(({ field, reason }) => (
          <div key={`${field} ${reason}`} className="sm:flex sm:gap-2">
            <dt className="shrink-0 font-medium text-ink sm:w-36">{wordsOf(field ?? "")}</dt>
            <dd>{reason}</dd>
          </div>
        ))}
      </dl>
      {open.length === 0 ? null : (
        <ul className="mt-2 list-disc space-y-1 pl-4 text-xs">
          {open.map(({ reason }) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

function wordsOf(field: string): string {
  const [group = "", name] = field.split(".");
  if (name === undefined) return fieldWords[group] ?? group;
  return group === "checks" ? `Check ${name}` : name;
}
