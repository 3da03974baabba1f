"use client";

import { X } from "lucide-react";
import { imageAddress } from "../../client/upload-image.ts";
import type { PictureDraft } from "./use-picture-draft.ts";

/** The pictures of a draft, with what is still being uploaded; nothing while there are none. */
export function PictureStrip({ draft, className }: { draft: PictureDraft; className?: string }) {
  const { pictures, uploads, fault } = draft;
  if (pictures.length + uploads.length === 0 && fault === null) return null;
  return (
    <div className={className}>
      <ul aria-label="Pictures to send" className="flex flex-wrap gap-2">
        {pictures.map(({ id, name, width, height }) => (
          <li key={id} className="relative">
            {/* biome-ignore lint/performance/noImgElement: an uploaded picture behind the session's cookie is nothing to optimise */}
            <img
              src={imageAddress(id)}
              alt={name}
              title={`${name}, ${width} × ${height}`}
              className="size-16 rounded-lg border bg-sunken object-cover"
              // A picture that was not sent for a day is gone.
              onError={() => draft.remove(id)}
            />
            <Remove label={`Take out ${name}`} onPress={() => draft.remove(id)} />
          </li>
        ))}
        {uploads.map(({ key, name, share, stop }) => (
          <li key={key} className="relative flex size-16 flex-col justify-end rounded-lg border bg-sunken p-1.5">
            <span className="truncate text-[11px] text-muted">{name}</span>
            <progress aria-label={`Uploading ${name}`} max={1} value={share} className="h-1 w-full accent-accent" />
            <Remove label={`Stop uploading ${name}`} onPress={stop} />
          </li>
        ))}
      </ul>
      {fault === null ? null : (
        <p role="alert" className="mt-1 flex items-center gap-1 text-bad text-xs">
          <span className="min-w-0 break-words">{fault}</span>
          <button type="button" aria-label="Dismiss" className="shrink-0 p-1" onClick={draft.dismissFault}>
            <X aria-hidden className="size-3" />
          </button>
        </p>
      )}
    </div>
  );
}

function Remove({ label, onPress }: { label: string; onPress: () => void }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onPress}
      className="absolute -top-2 -right-2 grid size-6 place-items-center rounded-full border bg-surface text-muted shadow-raised hover:text-ink"
    >
      <X aria-hidden className="size-3.5" />
    </button>
  );
}
