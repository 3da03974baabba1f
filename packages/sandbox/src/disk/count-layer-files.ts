import { Readable } from "node:stream";
import type { Container } from "dockerode";

/** Where one entry of the engine's answer begins. A name cannot imitate it: JSON escapes the quotes in names. */
const ENTRY = '{"Path":';

/**
 * How many files, folders and links the container has made, changed or removed, by the engine's own walk over its layer; nothing
 * inside can hide one that has a name. Reads no further than `atMost`, since the answer is as long as the layer is full.
 */
export async function countLayerFiles(container: Container, { atMost }: { atMost: number }): Promise<number> {
  const answer = await openChanges(container);
  let carried = "";
  let count = 0;
  for await (const chunk of answer) {
    const text = carried + String(chunk);
    for (let at = text.indexOf(ENTRY); at !== -1; at = text.indexOf(ENTRY, at + ENTRY.length)) count += 1;
    if (count >= atMost) break;
    // Shorter than one mark, so that none is counted twice.
    carried = text.slice(-(ENTRY.length - 1));
  }
  return count;
}

/** The client's own `changes` holds the whole answer in memory. */
function openChanges({ modem, id }: Container): Promise<Readable> {
  const request = {
    path: `/containers/${id}/changes`,
    method: "GET",
    isStream: true,
    statusCodes: { 200: true, 404: "no such container" },
  };
  return new Promise((resolve, reject) => {
    modem.dial(request, (error: unknown, answer: unknown) => {
      if (error !== null || !(answer instanceof Readable)) return reject(error ?? new Error("Docker sent no list of changes."));
      resolve(answer.setEncoding("latin1"));
    });
  });
}
