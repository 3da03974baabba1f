import { expect, test } from "vitest";
import { openPorts } from "./host-listeners.ts";

test("of all sockets those that listen on every address are told, each once", () => {
  const table = `  sl  local_address rem_address   st tx_queue
   0: 00000000:1538 00000000:0000 0A 00000000:00000000
   1: 0100007F:18EB 00000000:0000 0A 00000000:00000000
   2: 00000000:0016 0101A8C0:C001 01 00000000:00000000
   0: 00000000000000000000000000000000:1538 00000000000000000000000000000000:0000 0A
   1: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A`;
  expect(openPorts(table)).toEqual([80, 5432]);
});
