/**
 * Parts of POSIX sh scripts that run inside a sandbox. `$1` is always the exec's nonce. Only builtins, so that they work while the
 * process limit is reached. A sandbox that is nearly full of processes could not run the script, so the agent's are ended first; the
 * dead count against the limit until PID 1 has reaped them, which `clear_processes` waits for. The engine closes a command's output two
 * seconds after the command's own process has ended, so that whatever still writes there would fail: `linger` stays as long as anything
 * holds it, which is asked after the result was told. The variables' prefix
 * keeps an environment's own from being overwritten.
 */
export const BEGIN = String.raw`
slw_nonce=$1; shift
printf '\000%s:b%d\000' "$slw_nonce" $$
count() { while read -r slw_key slw_value; do [ "$slw_key" = "$2" ] && slw_found=$slw_value; done <"$1"; }
oom_kills() {
  slw_found=0
  if [ -r /sys/fs/cgroup/memory.events ]; then count /sys/fs/cgroup/memory.events oom_kill
  elif [ -r /sys/fs/cgroup/memory/memory.oom_control ]; then count /sys/fs/cgroup/memory/memory.oom_control oom_kill; fi
}
processes() {
  slw_found=0 slw_most=0
  if [ -r /sys/fs/cgroup/pids.current ]; then read -r slw_found </sys/fs/cgroup/pids.current; read -r slw_most </sys/fs/cgroup/pids.max
  elif [ -r /sys/fs/cgroup/pids/pids.current ]; then
    read -r slw_found </sys/fs/cgroup/pids/pids.current; read -r slw_most </sys/fs/cgroup/pids/pids.max
  fi
}
clear_processes() {
  kill -s KILL -- -1 2>/dev/null; slw_turn=0
  while [ $slw_turn -lt 20000 ]; do
    processes; [ "$slw_found" -le 8 ] && break
    slw_turn=$((slw_turn + 1))
  done
}
end() {
  slw_code=$1
  oom_kills
  printf '\000%s:e%d:%d\000' "$slw_nonce" "$slw_code" "$slw_found"
  $slw_after
  exit 0
}
linger() {
  while held; do sleep 1 </dev/null >/dev/null || return; done
}
held() {
  for slw_process in /proc/[0-9]*; do
    [ "$slw_process" != /proc/$$ ] || continue
    if [ "$slw_process/fd/1" -ef /proc/$$/fd/1 ] || [ "$slw_process/fd/2" -ef /proc/$$/fd/1 ]; then return 0; fi
  done
  return 1
}
slw_cleared= slw_file= slw_after=; processes
if [ "$slw_most" -gt 0 ] 2>/dev/null && [ "$slw_found" -ge $((slw_most * 9 / 10)) ]; then slw_cleared=1; clear_processes; fi
`;

/**
 * Runs `$3` (or, where it is empty, the `$4` bytes on stdin) by a login shell in folder `$1`, for at most `$2` seconds as the inner deadline.
 * What this wrapper itself would say of its child (Terminated, cannot fork) is not the command's output. SHLVL is set since `exit` of a login shell runs ~/.bash_logout,
 * and Debian's ends an outermost shell under `set -e` with a code of its own. The shell's profile may reset PATH, so the image's own is put behind what the profile made.
 */
export const COMMAND_SCRIPT = `${BEGIN}
slw_folder=$1 slw_seconds=$2 slw_command=$3 slw_bytes=$4 slw_after=linger
exec 2>/dev/null
trap : TERM HUP INT
[ -z "$slw_cleared" ] || echo "[the process limit was reached; every process of the sandbox was ended]"
cd "$slw_folder" 2>&1 || end 1
if [ -z "$slw_command" ] && [ "$slw_bytes" -gt 0 ]; then
  slw_file=$(mktemp) && head -c "$slw_bytes" >"$slw_file" || end 1
  slw_command=". '$slw_file'"
fi
SLIPWAY_PATH=$PATH SHLVL=1; export SLIPWAY_PATH SHLVL
slw_shell=sh; command -v bash >/dev/null 2>&1 && slw_shell=bash
set -- "$slw_shell" -lc "PATH=\\$PATH:\\$SLIPWAY_PATH; unset SLIPWAY_PATH; $slw_command"
[ -f /usr/bin/timeout ] && [ ! -L /usr/bin/timeout ] && set -- /usr/bin/timeout --foreground -k 5 "$slw_seconds" "$@"
"$@" </dev/null 2>&1
slw_code=$?
[ -z "$slw_file" ] || rm -f "$slw_file"
end $slw_code
`;

/** A script of the platform's own: its exit code is what its last line makes it, `end` reports it. */
export function platformScript(body: string): string {
  return `${BEGIN}\n${body}\nend $?\n`;
}
