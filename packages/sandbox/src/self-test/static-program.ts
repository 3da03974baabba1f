/**
 * A system call as the program makes it. Bytes become a pointer to themselves, the same array always to the same place, so that one step
 * fills what another reads; `"last"` becomes the result of the step before.
 */
type SystemCall = { number: number; values: readonly (number | Uint8Array | "last")[] };
/**
 * `fork` makes a child that is killed with the program, whether it has come to run by then or not, and ends after half a minute where the
 * program was killed first. It holds no output open, so that nobody waits for it.
 */
export type ProgramStep = SystemCall | "fork";
export type Architecture = "x86_64" | "aarch64";

const BASE = 0x400000;
const HEADER_BYTES = 64 + 56;

/**
 * A static ELF executable that makes the calls in order and writes each result to stdout as a little-endian int64. It needs no libc, so
 * it asks the kernel of any image the same questions. One that forks ends by SIGKILL, with its children. Format: elf(5); registers: syscall(2).
 */
export function staticProgram(architecture: Architecture, steps: readonly ProgramStep[]): Uint8Array {
  const machine = architecture === "x86_64" ? x86 : arm;
  const measure = assemble(machine, steps, { results: BASE, data: BASE }).code.length;
  const results = BASE + HEADER_BYTES + measure;
  const { code, data } = assemble(machine, steps, { results, data: results + steps.length * 8 });
  const image = Buffer.concat([Buffer.alloc(HEADER_BYTES), code, Buffer.alloc(steps.length * 8), data]);
  writeHeader(image, machine.id);
  return image;
}

type Machine = {
  id: number;
  numbers: Record<"write" | "exit" | "close" | "setpgid" | "kill" | "ppoll", number>;
  call(number: number, values: readonly (number | "last")[]): Buffer;
  /** Makes a child, and has the parent pass over the `childBytes` that follow. */
  fork(childBytes: number): Buffer;
  store(address: number): Buffer;
};

function assemble(machine: Machine, steps: readonly ProgramStep[], at: { results: number; data: number }) {
  const data: Uint8Array[] = [];
  const places = new Map<Uint8Array, number>();
  let dataAddress = at.data;
  const place = (bytes: Uint8Array) => {
    const placed = places.get(bytes);
    if (placed !== undefined) return placed;
    places.set(bytes, dataAddress);
    data.push(bytes);
    dataAddress += bytes.length;
    return dataAddress - bytes.length;
  };
  const body = steps.flatMap((step, index) => {
    const made =
      step === "fork"
        ? forkStep(machine, place(HALF_A_MINUTE))
        : machine.call(
            step.number,
            step.values.map((value) => (value instanceof Uint8Array ? place(value) : value)),
          );
    return [made, machine.store(at.results + index * 8)];
  });
  const { write, exit, setpgid, kill } = machine.numbers;
  const forks = steps.includes("fork");
  const beginning = forks ? [machine.call(setpgid, [0, 0])] : [];
  const told = machine.call(write, [1, at.results, steps.length * 8]);
  const ending = forks ? machine.call(kill, [0, SIGKILL]) : machine.call(exit, [0]);
  return { code: Buffer.concat([...beginning, ...body, told, ending]), data: Buffer.concat(data) };
}

/** A timespec. */
const HALF_A_MINUTE = Uint8Array.of(30, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
const SIGKILL = 9;

function forkStep({ call, fork, numbers }: Machine, timespec: number): Buffer {
  const child = Buffer.concat([
    call(numbers.close, [1]),
    call(numbers.close, [2]),
    call(numbers.ppoll, [0, 0, timespec, 0]),
    call(numbers.exit, [0]),
  ]);
  return Buffer.concat([fork(child.length), child]);
}

function writeHeader(image: Buffer, machineId: number): void {
  image.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  image.writeUInt16LE(2, 16); // ET_EXEC
  image.writeUInt16LE(machineId, 18);
  image.writeUInt32LE(1, 20);
  image.writeBigUInt64LE(BigInt(BASE + HEADER_BYTES), 24);
  image.writeBigUInt64LE(64n, 32);
  image.writeUInt16LE(64, 52);
  image.writeUInt16LE(56, 54);
  image.writeUInt16LE(1, 56);
  image.writeUInt32LE(1, 64); // PT_LOAD
  image.writeUInt32LE(7, 68);
  image.writeBigUInt64LE(BigInt(BASE), 80);
  image.writeBigUInt64LE(BigInt(BASE), 88);
  image.writeBigUInt64LE(BigInt(image.length), 96);
  image.writeBigUInt64LE(BigInt(image.length), 104);
  image.writeBigUInt64LE(0x1000n, 112);
}

function withUInt32(opcode: readonly number[], value: number): Buffer {
  const made = Buffer.from([...opcode, 0, 0, 0, 0]);
  made.writeUInt32LE(value, opcode.length);
  return made;
}

/** rdi, rsi, rdx, r10, r8; r15 keeps the last result. */
const x86Arguments = [
  [0x48, 0xc7, 0xc7],
  [0x48, 0xc7, 0xc6],
  [0x48, 0xc7, 0xc2],
  [0x49, 0xc7, 0xc2],
  [0x49, 0xc7, 0xc0],
];
const X86_SYSCALL = Buffer.from([0x0f, 0x05]);
const x86: Machine = {
  id: 62,
  numbers: { write: 1, exit: 60, close: 3, setpgid: 109, kill: 62, ppoll: 271 },
  call: (number, values) =>
    Buffer.concat([
      ...values.map((value, index) => (value === "last" ? Buffer.from([0x4c, 0x89, 0xff]) : withUInt32(x86Arguments[index] ?? [], value))),
      withUInt32([0x48, 0xc7, 0xc0], number),
      X86_SYSCALL,
      Buffer.from([0x49, 0x89, 0xc7]),
    ]),
  // jnz with one byte of distance.
  fork: (childBytes) => Buffer.concat([withUInt32([0x48, 0xc7, 0xc0], 57), X86_SYSCALL, Buffer.from([0x48, 0x85, 0xc0, 0x75, childBytes])]),
  store: (address) => withUInt32([0x48, 0x89, 0x04, 0x25], address),
};

const word = (value: number) => withUInt32([], value >>> 0);
/** movz and movk: any 32 bits into register x`register`. */
const armMove = (register: number, value: number) =>
  Buffer.concat([word(0xd2800000 + (value & 0xffff) * 32 + register), word(0xf2a00000 + (value >>> 16) * 32 + register)]);
const ARM_SVC = word(0xd4000001);
/** x0 to x4, number in x8; x19 keeps the last result. */
const arm: Machine = {
  id: 183,
  numbers: { write: 64, exit: 93, close: 57, setpgid: 154, kill: 129, ppoll: 73 },
  call: (number, values) =>
    Buffer.concat([
      ...values.map((value, index) => (value === "last" ? word(0xaa1303e0) : armMove(index, value))),
      armMove(8, number),
      ARM_SVC,
      word(0xaa0003f3),
    ]),
  // clone(SIGCHLD), then cbnz, whose distance counts words from itself.
  fork: (childBytes) =>
    Buffer.concat([
      ...[17, 0, 0, 0, 0].map((value, index) => armMove(index, value)),
      armMove(8, 220),
      ARM_SVC,
      word(0xb5000000 + ((childBytes / 4 + 1) << 5)),
    ]),
  store: (address) => Buffer.concat([armMove(9, address), word(0xf9000120)]),
};
