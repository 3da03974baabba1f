import { pathToFileURL } from "node:url";
import { maxPictureSide } from "./max-picture-side.ts";

export type ScreenshotInput = {
  url: string;
  width?: number | "phone" | "desktop" | undefined;
  full_page?: boolean | undefined;
  wait_ms?: number | undefined;
  wait_for?: string | undefined;
};

/** What the script in the sandbox is told. Lengths in CSS pixels; `scale` is how many pixels of the picture one of them gets. */
export type PageRequest = {
  url: string;
  width: number;
  height: number;
  /** Of the whole page; what is below is cut. */
  maxHeight: number;
  scale: number;
  mobile: boolean;
  fullPage: boolean;
  waitMs: number;
  selector: string | null;
  loadMs: number;
  selectorMs: number;
  quietMs: number;
};

const phoneWidth = 390;
/** Narrower than any desktop window and than any tablet held upright. */
const widestPhone = 500;

/** Null where the address is no page of the sandbox: neither http(s) nor a file. */
export function pageRequest(input: ScreenshotInput, root: string): PageRequest | null {
  const url = addressOf(input.url.trim(), root);
  if (url === null) return null;
  const width = input.width === "phone" ? phoneWidth : typeof input.width === "number" ? input.width : 1_440;
  const mobile = width <= widestPhone;
  const scale = mobile ? 2 : 1;
  return {
    url,
    width,
    height: mobile ? 844 : 900,
    maxHeight: Math.floor(maxPictureSide / scale),
    scale,
    mobile,
    fullPage: input.full_page ?? false,
    waitMs: input.wait_ms ?? 0,
    selector: input.wait_for ?? null,
    loadMs: 20_000,
    selectorMs: 10_000,
    quietMs: 3_000,
  };
}

function addressOf(text: string, root: string): string | null {
  if (/^(https?|file):\/\//i.test(text)) return URL.canParse(text) ? new URL(text).href : null;
  if (/^(localhost|[\w.-]+|\[[\da-f:]+\]):\d+(\/|$)/i.test(text)) return URL.canParse(`http://${text}`) ? `http://${text}` : null;
  if (/^[a-z][a-z\d+.-]*:/i.test(text) || text === "" || text.includes("\0")) return null;
  return pathToFileURL(text.startsWith("/") ? text : `${root}/${text}`).href;
}
