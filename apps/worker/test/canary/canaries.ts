import { randomBytes, randomInt } from "node:crypto";

/** Secrets made for one run. Each begins with the same mark, so that one search finds them all, whatever encoding they are in. */
export type Canaries = {
  mark: string;
  modelKey: string;
  forgeToken: string;
  databasePassword: string;
  setupSecret: string;
  agentSecret: string;
  gatewaySecret: string;
  /** 32 bytes in base64, which begin with the mark as text. */
  secretKey: string;
};

/** In hex, none of these letters has a digit beyond 9, so that upper and lower case are one. */
const WORD = "birdcage";

export function makeCanaries(): Canaries {
  const mark = `${WORD}${randomInt(100_000, 999_999)}`;
  const canary = (name: string) => `${mark}${name}${randomBytes(9).toString("hex")}`;
  return {
    mark,
    modelKey: canary("model"),
    forgeToken: canary("forge"),
    databasePassword: canary("database"),
    setupSecret: canary("setup"),
    agentSecret: canary("agent"),
    gatewaySecret: canary("gateway"),
    secretKey: `${`${mark}key${randomBytes(32).toString("hex")}`.slice(0, 42)}A=`,
  };
}

/** The texts as which a canary shows itself: as it is (URLs and JSON leave its letters alone), in hex, and in base64 at each offset. */
export function marksOf({ mark, secretKey }: Pick<Canaries, "mark" | "secretKey">): { form: string; bytes: Buffer }[] {
  const base64 = [0, 1, 2].map((shift) => {
    const digits = Buffer.concat([Buffer.alloc(shift), Buffer.from(mark)]).toString("base64");
    return { form: `base64, offset ${shift}`, text: digits.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + mark.length) * 8) / 6)) };
  });
  const key = Buffer.from(secretKey, "base64").subarray(0, 12);
  const texts = [{ form: "plain", text: mark }, { form: "hex", text: Buffer.from(mark).toString("hex") }, ...base64];
  const keyForms = [
    { form: "the key's bytes", bytes: key },
    { form: "the key's bytes in hex", bytes: Buffer.from(key.toString("hex")) },
  ];
  return [...texts.map(({ form, text }) => ({ form, bytes: Buffer.from(text) })), ...keyForms];
}
