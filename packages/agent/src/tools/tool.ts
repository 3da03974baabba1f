import type { AttemptEventBody, Image, TaskCard, Workspace } from "@slipway/core";
import { z } from "zod";
import type { ImageStore } from "../image-store.ts";
import type { ToolDefinition } from "../model/model.ts";
import { parseJson } from "../parse-json.ts";

export type ToolContext = {
  callId: string;
  workspace: Workspace;
  /** The longest a command may take. */
  commandSeconds: number;
  emit(bodies: AttemptEventBody[]): Promise<void>;
  storeImage: ImageStore["store"];
  /** The model sees pictures. */
  vision: boolean;
  /** Aborts when the attempt is cancelled or its time is over. */
  signal: AbortSignal;
};

/** What the agent says at its end. `testing` is markdown; `notVerified` names what it could not prove; `tasks` are for the person to send. */
export type FinishReport = { title: string; summary: string; testing: string | null; notVerified: string[]; tasks: TaskCard[] };

/**
 * `output` and `images` are what the model sees. `bad`: the call itself made no sense; several in a row end the attempt.
 * `failed`: it made sense and did not work. `finish` ends the attempt, `ask` parks it until a person answers.
 */
export type ToolOutcome =
  | { kind: "done" | "failed" | "bad"; output: string; images?: readonly Image[] }
  | { kind: "ask"; question: string; choices: string[] }
  | ({ kind: "finish" } & FinishReport);

export type Tool = {
  definition: ToolDefinition;
  /** `input` is JSON, or raw text for a call of a freeform tool. Throws only where the workspace or the event log does. */
  run(call: { input: string; kind: "function" | "custom" }, context: ToolContext): Promise<ToolOutcome>;
};

/** Refuses keys that it does not know. */
type StrictObject = z.ZodObject<z.ZodRawShape, z.core.$strict>;

type ToolSpec<Input extends StrictObject> = {
  name: string;
  description: string;
  input: Input;
  /** Raw text of a freeform call, as the input that `run` takes. */
  freeform?: { grammar: string; read(text: string): z.infer<Input> };
  run(input: z.infer<Input>, context: ToolContext): Promise<ToolOutcome>;
};

/**
 * A tool whose input is validated: model output is hostile, and a bad call is something the model can correct. An argument that nobody
 * reads is one: what the model meant by it would not happen.
 */
export function defineTool<Input extends StrictObject>(spec: ToolSpec<Input>): Tool {
  const { $schema: _, ...parameters } = z.toJSONSchema(spec.input, { io: "input" });
  const freeform = spec.freeform === undefined ? {} : { freeform: { grammar: spec.freeform.grammar } };
  return {
    definition: { name: spec.name, description: spec.description, parameters, ...freeform },
    async run(call, context) {
      if (call.kind === "custom" && spec.freeform !== undefined) return spec.run(spec.freeform.read(call.input), context);
      const raw = parseJson(call.input);
      if (raw === undefined)
        return { kind: "bad", output: `The arguments of ${spec.name} are not valid JSON. Call it again with a JSON object.` };
      const parsed = spec.input.safeParse(withoutNulls(raw));
      if (parsed.success) return spec.run(parsed.data, context);
      const known = `The arguments of ${spec.name} are: ${Object.keys(spec.input.shape).join(", ")}.`;
      return { kind: "bad", output: `Invalid arguments for ${spec.name}:\n${z.prettifyError(parsed.error)}\n${known}` };
    },
  };
}

/** Models write null for an argument they leave out. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null));
}
