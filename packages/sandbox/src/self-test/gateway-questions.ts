import { socketAddress } from "./socket-address.ts";
import type { Architecture, ProgramStep } from "./static-program.ts";

/** Reserved for tests (RFC 6761): what the probe asks for leads nowhere, whoever answers. */
export const ALLOWED_HOST = "allowed.test";
const DENIED_HOST = "denied.test";

const GATEWAY = { address: "127.0.0.1", port: 3128 };
const NUMBERS = {
  x86_64: { read: 0, write: 1, socket: 41, connect: 42, dup3: 292 },
  aarch64: { read: 63, write: 64, socket: 198, connect: 203, dup3: 24 },
};
/** No other file of the program's has this number. */
const CONNECTION = 100;
const STATUS_BYTES = "HTTP/1.1 200".length;
const HOSTS = [ALLOWED_HOST, DENIED_HOST];

/** Asks the gateway for each host and passes on how each answer begins, which needs no program of the image's. */
export function gatewayQuestions(architecture: Architecture): ProgramStep[] {
  const { read, write, socket, connect, dup3 } = NUMBERS[architecture];
  return HOSTS.flatMap((host) => {
    const request = Buffer.from(`GET http://${host}/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    const address = socketAddress(GATEWAY);
    const status = Buffer.alloc(STATUS_BYTES);
    return [
      { number: socket, values: [2, 1, 0] },
      { number: dup3, values: ["last" as const, CONNECTION, 0] },
      { number: connect, values: [CONNECTION, address, address.length] },
      { number: write, values: [CONNECTION, request, request.length] },
      { number: read, values: [CONNECTION, status, STATUS_BYTES] },
      { number: write, values: [1, status, STATUS_BYTES] },
    ];
  });
}

/** The status codes with which the gateway answered; null where it did not. */
export function readGatewayAnswers(output: Buffer): { allowed: string | null; denied: string | null } {
  const [allowed = null, denied = null] = HOSTS.map((_, index) => {
    const begun = output.subarray(index * STATUS_BYTES, (index + 1) * STATUS_BYTES).toString("latin1");
    return /^HTTP\/1\.\d (\d{3})$/.exec(begun)?.[1] ?? null;
  });
  return { allowed, denied };
}
