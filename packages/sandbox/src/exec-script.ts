/**
 * Parts of POSIX sh scripts that run inside a sandbox. `$1` is always the exec's nonce. Only builtins, so that they work while the
 * process limit is reached.
 */
export const BEGIN = String.raw`
nonce=$1; shift
printf '\000%s:b%d\000' "$nonce" $$
count() { while read -r key value; do [ "$key" = "$2" ] && found=$value; done <"$1"; }
number() { read -r found <"$1"; }
end() {
  code=$1; found=0
  if [ -r /sys/fs/cgroup/memory.events ]; then count /sys/fs/cgroup/memory.events oom_kill
  elif [ -r /sys/fs/cgroup/memory/memory.oom_control ]; then count /sys/fs/cgroup/memory/memory.oom_control oom_kill; fi
  ooms=$found; found=0
  if [ -r /sys/fs/cgroup/pids.current ]; then number /sys/fs/cgroup/pids.current
  elif [ -r /sys/fs/cgroup/pids/pids.current ]; then number /sys/fs/cgroup/pids/pids.current; fi
  printf '\000%s:e%d:%d:%d\000' "$nonce" "$code" "$ooms" "$found"
  exit 0
}
`;

/**
 * Runs `$3` (or, where it is empty, the `$4` bytes on stdin) by a login shell in folder `$1`, for at most `$2` seconds as the inner deadline.
 * The shell's profile may reset PATH, so the image's own is put behind what the profile made.
 */
export const COMMAND_SCRIPT = `${BEGIN}
folder=$1 seconds=$2 command=$3 bytes=$4
exec 2>&1
trap : TERM HUP INT
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
