/**
 * System calls that programs without privileges need; everything else fails with EPERM. Left out on purpose: io_uring, bpf,
 * userfaultfd, ptrace and its kin, keyrings, perf, namespaces, mounts, modules, clocks, file handles, 32-bit socketcall.
 * Source: the kernel's system call tables for x86-64 and arm64, and man 2 of each.
 */
const ALLOWED = `
  read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 lseek _llseek sendfile sendfile64 splice tee vmsplice copy_file_range
  open openat openat2 creat close close_range dup dup2 dup3 fcntl fcntl64 flock ioctl
  stat stat64 lstat lstat64 fstat fstat64 newfstatat fstatat64 statx statfs statfs64 fstatfs fstatfs64 ustat
  access faccessat faccessat2 readlink readlinkat getcwd chdir fchdir umask
  mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 link linkat symlink symlinkat mknod mknodat
  chmod fchmod fchmodat fchmodat2 chown chown32 fchown fchown32 lchown lchown32 fchownat
  utime utimes utimensat utimensat_time64 futimesat truncate truncate64 ftruncate ftruncate64 fallocate
  getdents getdents64 readdir sync fsync fdatasync syncfs sync_file_range sync_file_range2 fadvise64 fadvise64_64 arm_fadvise64_64 readahead cachestat
  getxattr lgetxattr fgetxattr setxattr lsetxattr fsetxattr listxattr llistxattr flistxattr removexattr lremovexattr fremovexattr
  getxattrat setxattrat listxattrat removexattrat
  inotify_init inotify_init1 inotify_add_watch inotify_rm_watch
  pipe pipe2 poll ppoll ppoll_time64 select _newselect pselect6 pselect6_time64
  epoll_create epoll_create1 epoll_ctl epoll_ctl_old epoll_wait epoll_wait_old epoll_pwait epoll_pwait2
  eventfd eventfd2 signalfd signalfd4 timerfd_create timerfd_settime timerfd_settime64 timerfd_gettime timerfd_gettime64
  io_setup io_destroy io_submit io_cancel io_getevents io_pgetevents io_pgetevents_time64
  socketpair bind listen accept accept4 connect shutdown getsockname getpeername getsockopt setsockopt
  send sendto sendmsg sendmmsg recv recvfrom recvmsg recvmmsg recvmmsg_time64
  mmap mmap2 munmap mremap mprotect madvise process_madvise mincore msync brk mlock mlock2 munlock mlockall munlockall remap_file_pages
  memfd_create memfd_secret pkey_alloc pkey_free pkey_mprotect map_shadow_stack mseal membarrier get_mempolicy
  execve execveat exit exit_group wait4 waitid waitpid fork vfork
  getpid getppid gettid getpgid setpgid getpgrp getsid setsid getpriority setpriority nice
  getuid getuid32 geteuid geteuid32 getgid getgid32 getegid getegid32 getgroups getgroups32
  getresuid getresuid32 getresgid getresgid32 setuid setuid32 setgid setgid32 setreuid setreuid32 setregid setregid32
  setresuid setresuid32 setresgid setresgid32 setfsuid setfsuid32 setfsgid setfsgid32 setgroups setgroups32
  capget capset prctl arch_prctl seccomp landlock_create_ruleset landlock_add_rule landlock_restrict_self
  set_tid_address set_robust_list get_robust_list rseq set_thread_area get_thread_area set_tls
  futex futex_time64 futex_waitv futex_wake futex_wait futex_requeue
  kill tkill tgkill pidfd_open pidfd_send_signal process_mrelease pause restart_syscall
  rt_sigaction rt_sigprocmask rt_sigpending rt_sigtimedwait rt_sigtimedwait_time64 rt_sigqueueinfo rt_tgsigqueueinfo rt_sigsuspend rt_sigreturn
  sigaction sigprocmask sigpending sigsuspend sigreturn sigaltstack signal
  alarm getitimer setitimer nanosleep clock_nanosleep clock_nanosleep_time64 clock_gettime clock_gettime64 clock_getres clock_getres_time64
  gettimeofday time times timer_create timer_delete timer_settime timer_settime64 timer_gettime timer_gettime64 timer_getoverrun
  sched_yield sched_getparam sched_setparam sched_getscheduler sched_setscheduler sched_getattr sched_setattr
  sched_getaffinity sched_setaffinity sched_get_priority_max sched_get_priority_min sched_rr_get_interval sched_rr_get_interval_time64
  getrlimit ugetrlimit setrlimit prlimit64 getrusage ioprio_get ioprio_set
  uname sysinfo getrandom getcpu cacheflush breakpoint
  shmget shmat shmdt shmctl semget semop semtimedop semtimedop_time64 semctl msgget msgsnd msgrcv msgctl ipc
  mq_open mq_unlink mq_timedsend mq_timedsend_time64 mq_timedreceive mq_timedreceive_time64 mq_notify mq_getsetattr
`;

/** Unix, IPv4, IPv6 and netlink sockets. Others reach past a network namespace (vsock to the machine's host) or into rarely walked kernel code. */
const SOCKET_FAMILIES = [1, 2, 10, 16];
const PERSONALITIES = [0, 8, 0x20000, 0x20008, 0xffffffff];
/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET. */
const CLONE_NAMESPACES = 0x7e020000;
const ENOSYS = 38;

const ALLOW = "SCMP_ACT_ALLOW";
const firstArgumentIs = (name: string, value: number) => ({
  names: [name],
  action: ALLOW,
  args: [{ index: 0, value, op: "SCMP_CMP_EQ" }],
});

/** The sandbox's seccomp profile as the JSON text that the engine's `seccomp=` option takes. */
export const SECCOMP_PROFILE = JSON.stringify({
  defaultAction: "SCMP_ACT_ERRNO",
  archMap: [
    { architecture: "SCMP_ARCH_X86_64", subArchitectures: ["SCMP_ARCH_X86"] },
    { architecture: "SCMP_ARCH_AARCH64", subArchitectures: ["SCMP_ARCH_ARM"] },
  ],
  syscalls: [
    { names: ALLOWED.trim().split(/\s+/), action: ALLOW },
    ...SOCKET_FAMILIES.map((family) => firstArgumentIs("socket", family)),
    ...PERSONALITIES.map((personality) => firstArgumentIs("personality", personality)),
    { names: ["clone"], action: ALLOW, args: [{ index: 0, value: CLONE_NAMESPACES, valueTwo: 0, op: "SCMP_CMP_MASKED_EQ" }] },
    // Its flags stand in memory, where no filter sees them; libraries fall back to clone on ENOSYS alone.
    { names: ["clone3"], action: "SCMP_ACT_ERRNO", errnoRet: ENOSYS },
  ],
});
