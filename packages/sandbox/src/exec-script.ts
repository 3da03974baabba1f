/**
 * Parts of POSIX sh scripts that run inside a sandbox. `$1` is always the exec's nonce. Only builtins, so that they work while the
 * process limit is reached. A sandbox that is nearly full of processes could not run the script, so the agent's are ended first; the
 * dead count against the limit until PID 1 has reaped them, which `clear_processes` waits for.
 */
export const BEGIN = String.raw`
nonce=$1; shift
printf '\000%s:b%d\000' "$nonce" $$
count() { while read -r key value; do [ "$key" = "$2" ] && found=$value; done <"$1"; }
oom_kills() {
  found=0
  if [ -r /sys/fs/cgroup/memory.events ]; then count /sys/fs/cgroup/memory.events oom_kill
  elif [ -r /sys/fs/cgroup/memory/memory.oom_control ]; then count /sys/fs/cgroup/memory/memory.oom_control oom_kill; fi
}
processes() {
  found=0 most=0
  if [ -r /sys/fs/cgroup/pids.current ]; then read -r found </sys/fs/cgroup/pids.current; read -r most </sys/fs/cgroup/pids.max
  elif [ -r /sys/fs/cgroup/pids/pids.current ]; then
    read -r found </sys/fs/cgroup/pids/pids.current; read -r most </sys/fs/cgroup/pids/pids.max
  fi
}
clear_processes() {
  kill -KILL -1 2>/dev/null; turn=0
  while [ $turn -lt 20000 ]; do
    processes; [ "$found" -le 8 ] && break
    turn=$((turn + 1))
  done
}
end() {
  code=$1
  oom_kills
  printf '\000%s:e%d:%d\000' "$nonce" "$code" "$found"
  exit 0
}
cleared=; processes
if [ "$most" -gt 0 ] 2>/dev/null && [ "$found" -ge $((most * 9 / 10)) ]; then cleared=1; clear_processes; fi
`;

/**
 * Runs `$3` (or, where it is empty, the `$4` bytes on stdin) by a login shell in folder `$1`, for at most `$2` seconds as the inner deadline.
 * The shell's profile may reset PATH, so the image's own is put behind what the profile made.
 */
export const COMMAND_SCRIPT = `${BEGIN}
folder=$1 seconds=$2 command=$3 bytes=$4
exec 2>&1
trap : TERM HUP INT
[ -z "$cleared" ] || echo "[the process limit was reached; every process of the sandbox was ended]"
cd "$folder" || end 1
if [ -z "$command" ] && [ "$bytes" -gt 0 ]; then
  file=$(mktemp) && head -c "$bytes" >"$file" || end 1
  command=". '$file'"
fi
SLIPWAY_PATH=$PATH; export SLIPWAY_PATH
shell=sh; command -v bash >/dev/null 2>&1 && shell=bash
set -- "$shell" -lc "PATH=\\$PATH:\\$SLIPWAY_PATH; unset SLIPWAY_PATH; $command"
[ -f /usr/bin/timeout ] && [ ! -L /usr/bin/timeout ] && set -- /usr/bin/timeout --foreground -k 5 "$seconds" "$@"
"$@" </dev/null
code=$?
[ -z "$file" ] || rm -f "$file"
end $code
`;

/** A script of the platform's own: its exit code is what its last line makes it, `end` reports it. */
export function platformScript(body: string): string {
  return `${BEGIN}\n${body}\nend $?\n`;
}
