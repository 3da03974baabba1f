"use client";

import type { Attempt } from "@slipway/core";
import { useAttemptEvents } from "../../hooks/use-attempt-events.ts";
import { pictureName, Thumbnails } from "./thumbnails.tsx";

/** Every picture that the attempt took or looked at, in order; nothing where there is none. */
export function Screenshots({ attempt }: { attempt: Attempt }) {
  const pictures = useAttemptEvents(attempt.id).flatMap(({ body }) =>
    body.type === "image.added" ? [{ image: body.image, name: pictureName(body.source) }] : [],
  );
  if (pictures.length === 0) return null;
  return (
    <section aria-labelledby="screenshots">
      <h2 id="screenshots" className="mb-3 font-medium text-sm">
        Screenshots and pictures
      </h2>
      <Thumbnails pictures={pictures} label="Screenshots and pictures" />
    </section>
  );
}
