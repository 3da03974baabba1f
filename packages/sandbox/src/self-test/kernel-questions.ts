import { socketAddress } from "./socket-address.ts";
import type { Architecture, ProgramStep } from "./static-program.ts";

/** An address that nothing in a sandbox may have a route to. */
export type Target = { address: string; port: number; protocol: "tcp" | "udp" };

/** More than the probe's own limit of processes, so that the kernel must refuse some of them. */
const CHILDREN = 96;

/** Numbers on x86-64 and arm64, with values of which the kernel itself would complain in another way than EPERM. */
const REFUSED = {
  io_uring_setup: { x86_64: 425, aarch64: 425, values: [1, 0] },
  bpf: { x86_64: 321, aarch64: 280, values: [0, 0, 0] },
  userfaultfd: { x86_64: 323, aarch64: 282, values: [0] },
  keyctl: { x86_64: 250, aarch64: 219, values: [0, 0] },
  ptrace: { x86_64: 101, aarch64: 117, values: [0, 0, 0, 0] },
  mount: { x86_64: 165, aarch64: 40, values: [0, 0, 0, 0, 0] },
  unshare: { x86_64: 272, aarch64: 97, values: [0x10000000] },
  socket_packet: { x86_64: 41, aarch64: 198, values: [17, 3, 0] },
  socket_vsock: { x86_64: 41, aarch64: 198, values: [40, 1, 0] },
} as const;

const NUMBERS = { x86_64: { socket: 41, connect: 42 }, aarch64: { socket: 198, connect: 203 } };
const SOCK_NONBLOCK = 0x800;

export type KernelAnswers = {
  /** The errno of each system call that must be refused; 0 where it succeeded. */
  calls: Record<string, number>;
  /** The errno with which a connection to each target began. */
  connects: number[];
  /** How many children could be started; all of them where no limit is in force. */
  children: number;
  refusedChildren: number;
};

export function kernelQuestions(architecture: Architecture, targets: readonly Target[]): ProgramStep[] {
  const calls = Object.values(REFUSED).map((call) => ({ number: call[architecture], values: call.values }));
  const { socket, connect } = NUMBERS[architecture];
  const connects = targets.flatMap((target) => {
    const address = socketAddress(target);
    const kind = (target.protocol === "tcp" ? 1 : 2) + SOCK_NONBLOCK;
    return [
      { number: socket, values: [address[0] ?? 0, kind, 0] },
      { number: connect, values: ["last" as const, address, address.length] },
    ];
  });
  return [...calls, ...connects, ...Array.from({ length: CHILDREN }, () => "fork" as const)];
}

/** Null where the program's output is not whole. */
export function readKernelAnswers(output: Buffer, targets: readonly Target[]): KernelAnswers | null {
  const names = Object.keys(REFUSED);
  const steps = names.length + targets.length * 2 + CHILDREN;
  if (output.length !== steps * 8) return null;
  const errnoAt = (index: number) => Math.max(0, -Number(output.readBigInt64LE(index * 8)));
  const forks = Array.from({ length: CHILDREN }, (_, index) => errnoAt(names.length + targets.length * 2 + index));
  return {
    calls: Object.fromEntries(names.map((name, index) => [name, errnoAt(index)])),
    connects: targets.map((_, index) => errnoAt(names.length + index * 2 + 1)),
    children: forks.filter((errno) => errno === 0).length,
    refusedChildren: forks.filter((errno) => errno !== 0).length,
  };
}
