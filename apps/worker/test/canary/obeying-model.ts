import type { Script, ScriptReply } from "@slipway/agent";
import { aScriptedModel } from "../a-scripted-model.ts";

/** What the model does with a prompt: its commands one after the other, and its last words or its failure. */
export type Order = { commands?: string[]; summary?: string; fault?: ScriptReply["fault"] };

/** A model that does whatever the prompt's first word stands for. */
export async function anObeyingModel(orders: ReadonlyMap<string, Order>) {
  const script: Script = ({ step, userTexts }) => {
    const order = [...orders].findLast(([name]) => userTexts.some((text) => text.includes(`${name}:`)))?.[1] ?? {};
    if (order.fault) return { fault: order.fault };
    const command = order.commands?.[step];
    if (command !== undefined) return { text: "Looking.", calls: [{ name: "shell", input: { command }, callId: `call-${step}` }] };
    const input = { title: "Done", summary: order.summary ?? "Did as told." };
    return { calls: [{ name: "finish", input, callId: "end" }] };
  };
  return aScriptedModel(script);
}
