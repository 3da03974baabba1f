import { BASE_REPOSITORY } from "../workspace/repository-scripts.ts";

const FACT = String.raw`fact() { printf '\001%s\001' "$1"; }`;
const INTERFACES = `fact interfaces; while IFS=: read -r name rest; do case $name in *'|'*) ;; *) printf '%s ' $name ;; esac; done </proc/net/dev`;

/** As root of the container: the folder that the base repository stands in, made as a task's is made. */
export const PREPARE_PROBE = `umask 022; mkdir -p ${BASE_REPOSITORY}/objects`;

/**
 * As the agent: facts between \\001 name \\001, ended by the answers of the program that comes on stdin with \`$1\` bytes. Only what
 * any image with sh and git has.
 */
export const PROBE = String.raw`
bytes=$1
${FACT}
may_write() { { true >>"$1"; } 2>/dev/null && printf '%s ' "$1"; }
fact variables; cat /proc/self/environ
${INTERFACES}
fact routes; { read -r heading; cat; } </proc/net/route 2>/dev/null; grep -v ' lo$' /proc/net/ipv6_route 2>/dev/null
fact sockets; for file in tcp tcp6 udp udp6; do [ -r /proc/net/$file ] && { read -r heading; cat; } </proc/net/$file; done
fact abstract; grep -o '@.*' /proc/net/unix 2>/dev/null
fact resolved; command -v getent >/dev/null 2>&1 && { set --; [ -f /usr/bin/timeout ] && set -- timeout 1; "$@" getent hosts one.one.one.one 2>/dev/null; }
fact status; while read -r line; do printf '%s\n' "$line"; done </proc/self/status
fact first; while read -r line; do printf '%s\n' "$line"; done </proc/1/status
fact signalled; kill -0 1 2>/dev/null && printf yes
fact environment; head -c 1 /proc/1/environ 2>/dev/null | wc -c
fact writable; for path in /proc/sys/kernel/core_pattern /proc/sysrq-trigger /sys/kernel/uevent_helper /proc/1/fd/1 /proc/1/mem; do may_write $path; done
fact mounts; cat /proc/self/mountinfo
fact devices; ls /dev
fact engine; for path in /run/docker.sock /var/run/docker.sock /run/containerd/containerd.sock /run/podman/podman.sock; do [ -e $path ] && printf '%s ' $path; done
fact base; may_write ${BASE_REPOSITORY}/probe; may_write ${BASE_REPOSITORY}/objects/probe
fact memory; cat /sys/fs/cgroup/memory.max 2>/dev/null || cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null || grep MemTotal /proc/meminfo
fact processors; for folder in /sys/fs/cgroup/cpu /sys/fs/cgroup/cpu,cpuacct; do [ -r $folder/cpu.cfs_quota_us ] && { cat $folder/cpu.cfs_quota_us $folder/cpu.cfs_period_us; break; }; done; cat /sys/fs/cgroup/cpu.max 2>/dev/null
fact version; read -r line </proc/version; printf '%s' "$line"
fact kernel; head -c "$bytes" >/tmp/slipway-probe && chmod 755 /tmp/slipway-probe && /tmp/slipway-probe
true`;

/** After the limit of processes was met: an ordinary pipeline works again. */
export const RECOVER = "rm -f /tmp/slipway-probe; ls / | wc -l";

/** The interfaces once more, and what the program on stdin with `$1` bytes was answered. */
export const GATEWAY_PROBE = `
${FACT}
${INTERFACES}
fact answers; head -c "$1" >/tmp/slipway-gateway && chmod 755 /tmp/slipway-gateway && /tmp/slipway-gateway
true`;
