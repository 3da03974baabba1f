"use client";

import { BOUNDS, Image } from "@slipway/core";
import { useState } from "react";
import { z } from "zod";
import { errorSentence } from "../../client/api-error.ts";
import { uploadImage } from "../../client/upload-image.ts";
import { useStoredState } from "../../hooks/use-stored-state.ts";

const Stored = z.array(Image.extend({ name: z.string() })).max(BOUNDS.imagesPerTurn);
export type DraftPicture = z.infer<typeof Stored>[number];
export type PictureUpload = { key: string; name: string; share: number; stop: () => void };

/** The pictures of a text that is being written. They are uploaded at once, so the draft keeps them by id over a reload. */
export function usePictureDraft(storageKey: string) {
  const [pictures, store, update] = useStoredState(storageKey, Stored, []);
  const [uploads, setUploads] = useState<readonly PictureUpload[]>([]);
  const [fault, setFault] = useState<string | null>(null);

  const start = (file: File) => {
    const key = crypto.randomUUID();
    const abort = new AbortController();
    const name = file.name === "" ? "picture" : file.name;
    setUploads((list) => [...list, { key, name, share: 0, stop: () => abort.abort() }]);
    uploadImage({
      file,
      signal: abort.signal,
      onProgress: (share) => setUploads((list) => list.map((each) => (each.key === key ? { ...each, share } : each))),
    })
      .then((image) => update((list) => [...list, { ...image, name }].slice(0, BOUNDS.imagesPerTurn)))
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setFault(`${name}: ${errorSentence(error)}`);
      })
      .finally(() => setUploads((list) => list.filter((each) => each.key !== key)));
  };
  const add = (files: readonly File[]) => {
    const { taken, fault: refused } = takeFiles(files, BOUNDS.imagesPerTurn - pictures.length - uploads.length);
    setFault(refused);
    for (const file of taken) start(file);
  };

  return {
    pictures,
    uploads,
    fault,
    add,
    remove: (id: string) => {
      setFault(null);
      update((list) => list.filter((each) => each.id !== id));
    },
    clear: () => store([]),
    /** Puts back what could not be sent. */
    restore: (list: readonly DraftPicture[]) => update((current) => [...list, ...current].slice(0, BOUNDS.imagesPerTurn)),
    dismissFault: () => setFault(null),
  };
}

export type PictureDraft = ReturnType<typeof usePictureDraft>;

/** Which of the files are uploaded, and why the others are not; the server looks again, at their bytes. */
export function takeFiles(files: readonly File[], room: number): { taken: File[]; fault: string | null } {
  const pictures = files.filter(({ type }) => type.startsWith("image/"));
  const small = pictures.filter(({ size }) => size <= BOUNDS.imageBytes);
  const taken = small.slice(0, Math.max(0, room));
  return { taken, fault: faultOf({ files, pictures, small, taken }) };
}

function faultOf(sorted: Record<"files" | "pictures" | "small" | "taken", readonly File[]>): string | null {
  const { files, pictures, small, taken } = sorted;
  if (pictures.length < files.length) return "Only pictures can be added: PNG, JPEG, WebP or GIF.";
  if (small.length < pictures.length) return `A picture may have at most ${BOUNDS.imageBytes / 2 ** 20} MB.`;
  if (taken.length < small.length) return `A message may have at most ${BOUNDS.imagesPerTurn} pictures.`;
  return null;
}
