import { z } from "zod";

const WORDS = "Give the server's address up to and including /v1, such as https://api.example.org/v1.";

/** Hosts that only this network knows; everywhere else a key would travel readable. */
const NEAR =
  /^(localhost|[^.]+|.+\.(localhost|local|internal|lan|home\.arpa)|127(\.\d+){3}|10(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2}|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])(\.\d+){2}|\[::1\]|\[f[cd][0-9a-f:]+\])$/;

/** Where clouds hand their machines credentials (RFC 3927 §2.1, and its kin). */
const LINK_LOCAL =
  /^(169\.254(\.\d+){2}|\[fe[89ab][0-9a-f]:.*\]|\[::ffff:a9fe:.*\]|\[fd00:ec2::254\]|metadata\.google\.internal|0\.0\.0\.0|\[::\])$/;

/** The base URL of an OpenAI-compatible server, without a slash at its end. Plain http stays within one's own network. */
export const ProviderUrl = z
  .string()
  .trim()
  .max(2_000)
  .superRefine((text, context) => {
    const fault = faultOf(text);
    if (fault !== null) context.addIssue({ code: "custom", message: fault, input: text });
  })
  .transform((text) => (URL.canParse(text) ? new URL(text).href.replace(/\/+$/, "") : text));

function faultOf(text: string): string | null {
  if (!URL.canParse(text)) return WORDS;
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return WORDS;
  if (url.username !== "" || url.password !== "") return "The address holds a name or a password. Give the key in its own field.";
  if (url.search !== "" || url.hash !== "") return "The address has a ? or a #. Leave that part away.";
  if (LINK_LOCAL.test(url.hostname))
    return "This address belongs to the machine's own network card or its cloud, not to a server of models.";
  if (url.protocol === "http:" && !NEAR.test(url.hostname))
    return `Keys and code would travel readable. Use https://${url.host}${url.pathname}.`;
  return null;
}
