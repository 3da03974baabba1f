"use client";

import { withoutHiddenCharacters } from "@slipway/core";
import { errorSentence } from "../../client/api-error.ts";
import { Button } from "./button.tsx";
import { Notice } from "./notice.tsx";

type PromptErrorProps = { error: unknown; text: string; onClean: (text: string) => void; className?: string };

/** Why a text was not sent; hidden characters are taken out with one press. */
export function PromptError({ error, text, onClean, className }: PromptErrorProps) {
  if (error === null || error === undefined) return null;
  const clean = withoutHiddenCharacters(text);
  return (
    <Notice
      tone="bad"
      {...(className === undefined ? {} : { className })}
      action={
        clean === text ? null : (
          <Button size="sm" onClick={() => onClean(clean)}>
            Remove them
          </Button>
        )
      }
    >
      {errorSentence(error)}
    </Notice>
  );
}
