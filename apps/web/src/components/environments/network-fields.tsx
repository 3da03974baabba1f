"use client";

import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import type { NetworkMode } from "@slipway/core";
import { CodeBox } from "../ui/code-box.tsx";
import { Field } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { Section } from "./section.tsx";
import type { EnvironmentEditor } from "./use-environment-editor.ts";

const modes: readonly { mode: NetworkMode; label: string; words: string }[] = [
  { mode: "off", label: "Off", words: "Nothing gets out. What is asked for is refused and listed with the task." },
  {
    mode: "common",
    label: "Package registries",
    words: "Only where the image's own package managers (npm, pip, apt, cargo, go …) are set up to fetch from, and the hosts below.",
  },
  { mode: "list", label: "Listed hosts", words: "Only the hosts below, over HTTP and HTTPS." },
  {
    mode: "public",
    label: "Public internet",
    words: "Any public host over HTTP and HTTPS. This machine, its network and private addresses stay out of reach.",
  },
];

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** What each phase may reach, said in plain words. */
export function NetworkFields({ editor, locked }: { editor: EnvironmentEditor; locked: ReadonlySet<string> }) {
  const { form, change, faults } = editor;
  const { network } = form;
  const set = (part: Partial<typeof network>) => change({ network: { ...network, ...part } });
  const usesHosts = [network.setup, network.agent].some((mode) => mode === "list" || mode === "common");
  return (
    <Section
      title="Network"
      about="Sandboxes have no network of their own. What is allowed passes a gateway that names, counts and records every request."
      fromFile={locked.has("network")}
    >
      <ModeChoice label="While the setup script runs" value={network.setup} onChange={(setup) => set({ setup })} />
      <ModeChoice label="While the agent works" value={network.agent} onChange={(agent) => set({ agent })} />
      {network.agent === "public" ? (
        <Notice tone="warn">
          The agent reads text that others wrote. With the whole internet open, a hidden instruction in it can make the agent send your code
          anywhere.
        </Notice>
      ) : null}
      {usesHosts || network.hosts.trim() !== "" ? (
        <Field
          label="Hosts"
          hint="One a line, such as registry.example.org; *.example.org takes in every name below it."
          error={faults.get("network.hosts")}
        >
          {(id, describedBy) => (
            <CodeBox
              id={id}
              aria-describedby={describedBy}
              aria-invalid={faults.has("network.hosts")}
              rows={3}
              placeholder="registry.example.org"
              value={network.hosts}
              onChange={(hosts) => set({ hosts })}
            />
          )}
        </Field>
      ) : null}
      <MethodChoice value={network.methods} onChange={(next) => set({ methods: next })} />
    </Section>
  );
}

function ModeChoice({ label, value, onChange }: { label: string; value: NetworkMode; onChange: (mode: NetworkMode) => void }) {
  return (
    <fieldset>
      <legend className="mb-2 font-medium text-sm">{label}</legend>
      <RadioGroup
        aria-label={label}
        value={value}
        onValueChange={(next) => onChange(next as NetworkMode)}
        className="divide-y overflow-hidden rounded-lg border bg-surface"
      >
        {modes.map(({ mode, label: name, words }) => (
          <Radio.Root
            key={mode}
            value={mode}
            aria-label={`${name}. ${words}`}
            className="flex w-full cursor-pointer items-start gap-3 px-3 py-2.5 text-left outline-offset-[-2px] transition-colors hover:bg-hover data-[checked]:bg-accent-soft data-[disabled]:cursor-not-allowed"
          >
            <span
              aria-hidden
              className="mt-1 grid size-3.5 shrink-0 place-items-center rounded-full border border-line-strong bg-surface [[data-checked]_&]:border-accent"
            >
              <Radio.Indicator className="size-1.5 rounded-full bg-accent" />
            </span>
            <span className="min-w-0">
              <span className="block text-sm">{name}</span>
              <span className="block text-muted text-xs">{words}</span>
            </span>
          </Radio.Root>
        ))}
      </RadioGroup>
    </fieldset>
  );
}

type Methods = EnvironmentEditor["form"]["network"]["methods"];

function MethodChoice({ value, onChange }: { value: Methods; onChange: (next: Methods) => void }) {
  const all = value === null || value === undefined;
  return (
    <fieldset>
      <legend className="mb-2 font-medium text-sm">Methods</legend>
      <label className="flex items-center gap-2 text-sm">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={!all}
          onChange={(event) => onChange(event.target.checked ? ["GET", "HEAD", "OPTIONS"] : null)}
        />
        Allow some methods only
      </label>
      {all ? null : (
        <div className="mt-2 flex flex-wrap gap-x-4 gap-y-2">
          {methods.map((method) => (
            <label key={method} className="flex items-center gap-1.5 font-mono text-xs">
              <input
                type="checkbox"
                className="size-4 accent-accent"
                checked={value.includes(method)}
                onChange={(event) => onChange(methods.filter((each) => (each === method ? event.target.checked : value.includes(each))))}
              />
              {method}
            </label>
          ))}
        </div>
      )}
      <p className="mt-1.5 text-faint text-xs">
        {all
          ? "Every method is allowed."
          : "Over HTTPS the gateway sees the host alone, so this holds for plain HTTP, and for hosts to which it adds a secret."}
      </p>
    </fieldset>
  );
}
