/** Something that the product made or sent, as bytes. */
export type Place = { name: string; bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array> };

export type Marks = readonly { form: string; bytes: Buffer }[];

/** One line for each form of a canary that stands in a place: the place, the form and what stands around it. */
export async function findCanaries(places: AsyncIterable<Place>, marks: Marks): Promise<{ hits: string[]; places: number; bytes: number }> {
  const searched = { hits: [] as string[], places: 0, bytes: 0 };
  for await (const place of places) {
    const { hits, bytes } = await searchPlace(place, marks);
    searched.hits.push(...hits.map((hit) => `${place.name} ${hit}`));
    searched.places += 1;
    searched.bytes += bytes;
  }
  return searched;
}

async function searchPlace(place: Place, marks: Marks): Promise<{ hits: string[]; bytes: number }> {
  const longest = Math.max(...marks.map(({ bytes }) => bytes.length));
  const found = new Map<string, string>();
  let carry = Buffer.alloc(0);
  let bytes = 0;
  for await (const chunk of place.bytes) {
    bytes += chunk.length;
    const text = Buffer.concat([carry, chunk]);
    for (const mark of marks) {
      const at = found.has(mark.form) ? -1 : text.indexOf(mark.bytes);
      if (at !== -1) found.set(mark.form, text.toString("latin1", Math.max(0, at - 80), at + 60));
    }
    carry = text.subarray(Math.max(0, text.length - longest + 1));
  }
  return { hits: [...found].map(([form, around]) => `(${form}): ${JSON.stringify(around)}`), bytes };
}

export function placeOf(name: string, text: string | Uint8Array): Place {
  return { name, bytes: [Buffer.from(text)] };
}
