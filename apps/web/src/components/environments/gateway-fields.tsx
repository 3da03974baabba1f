import { CodeBox } from "../ui/code-box.tsx";
import { Field, TextInput } from "../ui/field.tsx";
import type { EnvironmentForm } from "./environment-form.ts";
import type { SecretDraft } from "./secret-drafts.ts";
import { secretReach } from "./secret-reach.ts";

type GatewayFieldsProps = {
  draft: SecretDraft;
  network: EnvironmentForm["network"];
  fault: (part: string) => string | undefined;
  onChange: (part: Partial<SecretDraft>) => void;
};

/** Where the gateway sends a secret and as what, and whether the network lets it. */
export function GatewayFields({ draft, network, fault, onChange }: GatewayFieldsProps) {
  return (
    <div className="space-y-2">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Hosts" hint="One a line; *.example.org takes in every name below it." error={fault("hosts")}>
          {(id, describedBy) => (
            <CodeBox
              id={id}
              aria-describedby={describedBy}
              rows={2}
              placeholder="npm.example.org"
              value={draft.hosts}
              onChange={(hosts) => onChange({ hosts })}
            />
          )}
        </Field>
        <Field label="Header" hint="The value above is the whole header's, with its scheme." error={fault("header")}>
          {(id, describedBy) => (
            <TextInput
              id={id}
              aria-describedby={describedBy}
              placeholder="Authorization"
              autoComplete="off"
              spellCheck={false}
              className="font-mono text-sm"
              value={draft.header}
              onChange={(event) => onChange({ header: event.target.value })}
            />
          )}
        </Field>
      </div>
      {draft.hosts.trim() === "" ? null : (
        <ul aria-label="Where it is sent" className="text-muted text-xs">
          {secretReach(draft.hosts, network).map((words) => (
            <li key={words} className="break-words">
              {words}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
