/**
 * A program of Node's that holds secrets, started so that its memory reaches neither a file nor a debugger: no core file when it crashes,
 * and SIGUSR1 opens no inspector. Node can set neither for itself.
 */
export function withoutDumps(args: readonly string[]): { command: string; args: string[] } {
  return { command: "/bin/sh", args: ["-c", 'ulimit -c 0 && exec "$@"', "sh", process.execPath, "--disable-sigusr1", ...args] };
}
