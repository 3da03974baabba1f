/** Shorter texts would be found by chance; Buildkite's agent has the same bound. */
const MIN_NEEDLE_LENGTH = 6;

/** `wraps` is true for what programs cut into lines: base64 and hex. */
type EncodedForm = { text: string; wraps: boolean };

/**
 * Every text as which a secret may show up: itself, its parts that are secret on their own, and each of them in base64
 * (at any offset of a longer text), base64url, hex, and escaped for URLs, JSON, shells and XML.
 */
export function encodeSecret(value: string): EncodedForm[] {
  const parts = secretParts(value.toWellFormed());
  const wrapping = new Set(parts.flatMap((part) => [...base64Forms(part), ...hexForms(part)]));
  const others = parts.flatMap((part) => [part, ...urlForms(part), ...escapedForms(part)]);
  return [...new Set([...others, ...wrapping])]
    .filter((text) => text.length >= MIN_NEEDLE_LENGTH)
    .map((text) => ({ text, wraps: wrapping.has(text) }));
}

/** The value without surrounding white space, the token behind `Bearer`, the password in `Basic` or in an address, and long lines. */
function secretParts(value: string): string[] {
  const whole = value.trim();
  const parts = [whole];
  const [, scheme = "", token = ""] = /^(Basic|Bearer|Token)\s+(\S+)$/i.exec(whole) ?? [];
  if (token !== "") parts.push(token);
  if (scheme.toLowerCase() === "basic") parts.push(...passwordOf(decodeBase64(token)));
  const [, password] = /^[a-z][a-z0-9+.-]*:\/\/[^\s/@:]*:([^\s/@]+)@/i.exec(whole) ?? [];
  if (password !== undefined) parts.push(password);
  const lines = whole.split(/\r?\n/).map((line) => line.trim());
  if (lines.length > 1) parts.push(...lines.filter((line) => line.length >= 16 && !/[\s]|-----/.test(line)));
  return parts.filter((part) => part.length >= MIN_NEEDLE_LENGTH);
}

function decodeBase64(text: string): string {
  try {
    return atob(text);
  } catch {
    return "";
  }
}

function passwordOf(credentials: string): string[] {
  const colon = credentials.indexOf(":");
  return colon === -1 ? [] : [credentials, credentials.slice(colon + 1)];
}

/** What is the same wherever the value begins in the encoded text: per shift, the digits that depend on the value alone. */
function base64Forms(part: string): string[] {
  const bytes = binary(part);
  const forms = [btoa(bytes)];
  for (let shift = 0; shift < 3; shift += 1) {
    const digits = btoa("\0".repeat(shift) + bytes);
    forms.push(digits.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6)));
  }
  return forms.flatMap((form) => [form, form.replaceAll("+", "-").replaceAll("/", "_")]);
}

function hexForms(part: string): string[] {
  const hex = Array.from(binary(part), (char) => char.charCodeAt(0).toString(16).padStart(2, "0")).join("");
  return [hex, hex.toUpperCase()];
}

function urlForms(part: string): string[] {
  const usual = encodeURIComponent(part);
  const strict = usual.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  const form = new URLSearchParams([["", part]]).toString().slice(1);
  const spaced = [usual, strict].map((each) => each.replaceAll("%20", "+"));
  const forms = [usual, strict, strict.replaceAll("%2F", "/"), form, ...spaced, encodeURI(part)];
  return forms.flatMap((form) => [form, form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())]);
}

function escapedForms(part: string): string[] {
  const json = JSON.stringify(part).slice(1, -1);
  const ascii = json.replace(/[\u0080-\uffff]/g, unicodeEscape);
  // Go's encoding/json keeps what HTML could take for markup out of every string.
  const forHtml = json.replace(/[&<>\u2028\u2029]/g, unicodeEscape);
  const xml = part.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return [
    json,
    ascii,
    JSON.stringify(json).slice(1, -1),
    forHtml,
    JSON.stringify(forHtml).slice(1, -1),
    json.replaceAll("/", "\\/"),
    json.replaceAll('\\"', '"').replaceAll("'", "\\'"),
    part.replaceAll("'", String.raw`'\''`),
    part.replaceAll("'", `'"'"'`),
    part.replace(/[$`"\\]/g, String.raw`\$&`),
    part.replace(/[^\w./:=@%+,-]/g, String.raw`\$&`),
    xml,
    xml.replaceAll('"', "&quot;").replaceAll("'", "&#39;"),
    xml.replaceAll('"', "&#34;").replaceAll("'", "&apos;"),
  ];
}

function unicodeEscape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** The UTF-8 bytes as a string of one character each, as `btoa` takes them. */
function binary(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");
}
