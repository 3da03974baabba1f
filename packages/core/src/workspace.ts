/** A command the agent or the platform runs in a sandbox. */
export type WorkspaceCommand = {
  /** Run by `bash -lc` (or `sh -lc` where the image has no bash). */
  command: string;
  /** Absolute, or relative to the workspace's root. The root when absent. */
  cwd?: string;
  timeoutMs: number;
  /** Environment variables of this command alone: never in the configuration of the sandbox, nor in its image. */
  variables?: Record<string, string>;
  /** Receives decoded output, stdout and stderr interleaved as they come, in chunks of at most 64 KiB. */
  onOutput?: (text: string) => void;
  /** Ends the command's whole process group, first TERM, then KILL. */
  signal?: AbortSignal;
  /** At most this many bytes are handed to `onOutput`; the rest is counted in `droppedBytes`. */
  maxOutputBytes?: number;
};

/** A non-zero exit is an answer, not an error; only a broken sandbox throws. */
export type CommandResult = {
  ending: "exited" | "timed_out" | "killed";
  /** Null unless `ending` is `exited`. */
  exitCode: number | null;
  durationMs: number;
  droppedBytes: number;
  /** The kernel killed a process of the sandbox for memory while this command ran. */
  outOfMemory: boolean;
};

/**
 * The port through which the agent uses a sandbox. Paths are absolute or relative to `root`; what they may reach
 * is confined by the sandbox itself. Throws UnavailableError once the sandbox is gone.
 */
export type Workspace = {
  /** Absolute path of the repository's work tree inside the sandbox. */
  readonly root: string;
  runCommand(command: WorkspaceCommand): Promise<CommandResult>;
  /** The file's bytes, or null where there is no regular file. Throws InvalidInputError over `maxBytes`. */
  readFile(path: string, options?: { maxBytes?: number }): Promise<Uint8Array | null>;
  /** Creates missing folders. `executable` keeps the present mode when absent. */
  writeFile(path: string, content: Uint8Array, options?: { executable?: boolean }): Promise<void>;
  /** Removing what is not there is no error. */
  removeFile(path: string): Promise<void>;
};
