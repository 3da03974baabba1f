"use client";

import type { Image } from "@slipway/core";
import { Download } from "lucide-react";
import { useState } from "react";
import { imageAddress } from "../../client/upload-image.ts";
import { buttonStyle } from "../ui/button.tsx";
import { classNames } from "../ui/class-names.ts";
import { Dialog } from "../ui/dialog.tsx";

export type Shown = { image: Image; name: string };

/** Small pictures that open large. */
export function Thumbnails({ pictures, label, className }: { pictures: readonly Shown[]; label: string; className?: string }) {
  const [open, setOpen] = useState<Shown | null>(null);
  if (pictures.length === 0) return null;
  return (
    <>
      <ul aria-label={label} className={classNames("flex flex-wrap gap-2", className)}>
        {pictures.map((shown) => (
          <li key={shown.image.id}>
            <button
              type="button"
              aria-label={`Show ${shown.name} large, ${shown.image.width} × ${shown.image.height} pixels`}
              onClick={() => setOpen(shown)}
              className="block overflow-hidden rounded-lg border bg-sunken transition-colors hover:border-line-strong"
            >
              {/* biome-ignore lint/performance/noImgElement: a stored picture behind the session's cookie is nothing to optimise */}
              <img
                src={imageAddress(shown.image.id)}
                alt=""
                loading="lazy"
                className="h-24 w-auto min-w-12 max-w-44 object-cover object-left-top"
              />
            </button>
          </li>
        ))}
      </ul>
      <LargePicture shown={open} onClose={() => setOpen(null)} />
    </>
  );
}

function LargePicture({ shown, onClose }: { shown: Shown | null; onClose: () => void }) {
  const facts = shown === null ? "" : `${shown.image.width} × ${shown.image.height} pixels`;
  return (
    <Dialog
      open={shown !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={shown?.name ?? ""}
      description={facts}
      className="top-[4dvh] max-h-[92dvh] max-w-[min(1500px,calc(100vw-24px))] [&_h2]:break-all"
    >
      {shown === null ? null : (
        <div className="space-y-3">
          <a
            href={imageAddress(shown.image.id)}
            download={`slipway-${shown.image.id}.${shown.image.mediaType.slice("image/".length)}`}
            className={buttonStyle({ size: "sm" })}
          >
            <Download aria-hidden /> Download
          </a>
          {/* biome-ignore lint/performance/noImgElement: as above */}
          <img src={imageAddress(shown.image.id)} alt={shown.name} className="mx-auto h-auto max-w-full rounded-lg border" />
        </div>
      )}
    </Dialog>
  );
}

/** Pictures that a person sent, numbered: their files' names are not kept. */
export function sentPictures(images: readonly Image[]): Shown[] {
  return images.map((image, index) => ({ image, name: images.length === 1 ? "Picture" : `Picture ${index + 1}` }));
}

/** What a picture of an attempt shows: its path in the workspace, or the address of the page. */
export function pictureName(source: string): string {
  return source.replace(/^file:\/\/\/workspace\//, "");
}
