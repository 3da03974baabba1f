import { Image } from "@slipway/core";
import { ApiError, readApiError } from "./api-error.ts";

type Upload = { file: Blob; onProgress: (share: number) => void; signal: AbortSignal };

/** Sends a picture as the body itself; `onProgress` gets 0 to 1. fetch tells nothing of what is on its way, so this is an XMLHttpRequest. */
export function uploadImage({ file, onProgress, signal }: Upload): Promise<Image> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/v1/images");
    request.setRequestHeader(
      "content-type",
      file.type.startsWith("image/") && sendable.has(file.type) ? file.type : "application/octet-stream",
    );
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    request.onerror = () => reject(new ApiError("The server cannot be reached. Check that Slipway is running.", 0));
    request.onabort = () => reject(new DOMException("The upload was stopped.", "AbortError"));
    request.onload = () => {
      const { status, responseText } = request;
      if (status === 401) window.location.assign("/login");
      if (status !== 201) void readApiError(new Response(responseText, { status })).then(reject, reject);
      else resolve(Image.parse(JSON.parse(responseText)));
    };
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

const sendable: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/webp", "image/gif"]);

/** Where a stored picture is read. */
export function imageAddress(id: string): string {
  return `/api/v1/images/${id}`;
}
