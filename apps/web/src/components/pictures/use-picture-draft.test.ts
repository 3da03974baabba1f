import { expect, test } from "vitest";
import { takeFiles } from "./use-picture-draft.ts";

const file = (type: string, bytes = 10) => new File([new Uint8Array(bytes)], "a", { type });
const png = file("image/png");

test.each([
  ["pictures", [png, png], 8, 2, null],
  ["beside a text only the pictures", [png, file("text/plain")], 8, 1, "Only pictures"],
  ["none over 10 MB", [file("image/png", 10 * 2 ** 20 + 1), png], 8, 1, "at most 10 MB"],
  ["no more than there is room for", [png, png, png], 2, 2, "at most 8 pictures"],
  ["nothing where all is full", [png], 0, 0, "at most 8 pictures"],
])("of what is dropped are taken: %s", (_name, files, room, count, fault) => {
  const taken = takeFiles(files, room);
  expect(taken.taken).toHaveLength(count);
  if (fault === null) expect(taken.fault).toBeNull();
  else expect(taken.fault).toContain(fault);
});
