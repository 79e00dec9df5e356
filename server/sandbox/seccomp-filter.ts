// Numbers of x86-64. What Node 24 with the addon needs, and nothing that opens a socket, makes a process, a file or a mount.
const allowed = [
  // files, reading: read write open close stat fstat lstat lseek pread64 readv writev access readlink getdents64 newfstatat openat readlinkat faccessat statx statfs getcwd chdir
  0,
  1, 2, 3, 4, 5, 6, 8, 17, 19, 20, 21, 89, 217, 262, 257, 267, 269, 332, 137, 79, 80,
  // memory: mmap mprotect munmap brk mremap madvise membarrier pkey_mprotect pkey_alloc pkey_free
  9, 10, 11, 12, 25, 28, 324, 329, 330, 331,
  // threads and signals: rt_sigaction rt_sigprocmask rt_sigreturn sigaltstack tgkill futex set_robust_list set_tid_address rseq restart_syscall
  13,
  14, 15, 131, 234, 202, 273, 218, 334, 219,
  // sched_yield sched_getparam sched_getscheduler sched_get_priority_max sched_get_priority_min sched_getaffinity
  24, 143, 145, 146, 147, 204,
  // process: exit exit_group wait4 execve (bubblewrap starts Node with it) prctl arch_prctl prlimit64 getrlimit getrusage sysinfo uname
  60, 231, 61, 59, 157, 158, 302, 97, 98, 99, 63,
  // getpid getppid gettid getuid getgid geteuid getegid capget
  39, 110, 186, 102, 104, 107, 108, 125,
  // descriptors: fcntl dup dup2 dup3 pipe pipe2 eventfd2 poll ppoll epoll_create1 epoll_ctl epoll_wait epoll_pwait
  72, 32, 33, 292, 22, 293, 290, 7, 271, 291, 233, 232, 281,
  // of the sockets a parent in Node gives as stdio: shutdown getsockname getsockopt
  48, 51, 55,
  // time and chance: clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday getrandom
  228, 229, 230, 35, 96, 318,
];

// io_uring_setup clone3 close_range faccessat2 epoll_pwait2 process_mrelease getcpu: Node asks and does without.
const unknownCalls = [425, 435, 436, 439, 441, 448, 309];

const call = { clone: 56, ioctl: 16, kill: 62 };
const errno = { notPermitted: 1, noSuchCall: 38 };

const architecture = 0xc000003e; // AUDIT_ARCH_X86_64
const x32 = 0x40000000;
const cloneThread = 0x10000;
// What a terminal takes as typed: TIOCSTI, TIOCLINUX.
const typing = [0x5412, 0x541c];

const answer = { allow: 0x7fff0000, kill: 0x80000000, error: (number: number) => 0x00050000 | number };
const code = { load: 0x20, equal: 0x15, atLeast: 0x35, anyBit: 0x45, answer: 0x06 };
// struct seccomp_data: nr, arch, instruction pointer, six arguments of 8 bytes.
const at = { number: 0, architecture: 4, firstArgument: 16, secondArgument: 24 };

interface Instruction {
  readonly code: number;
  readonly ifTrue?: number;
  readonly ifFalse?: number;
  readonly value: number;
}

/**
 * The list of system calls of the sandbox as a seccomp program, the file bubblewrap takes with `--seccomp`. What is not on the list ends
 * the process; `kill` answers "not permitted", by which a job can see without harm that the list is in force.
 */
export function seccompFilter(): Buffer {
  const program: Instruction[] = [
    { code: code.load, value: at.architecture },
    { code: code.equal, ifTrue: 1, value: architecture },
    { code: code.answer, value: answer.kill },
    { code: code.load, value: at.number },
    { code: code.atLeast, ifFalse: 1, value: x32 },
    { code: code.answer, value: answer.kill },
    ...allowed.flatMap((number) => when(number, [{ code: code.answer, value: answer.allow }])),
    ...unknownCalls.flatMap((number) => when(number, [{ code: code.answer, value: answer.error(errno.noSuchCall) }])),
    ...when(call.kill, [{ code: code.answer, value: answer.error(errno.notPermitted) }]),
    // A thread of this process, never another process.
    ...when(call.clone, [
      { code: code.load, value: at.firstArgument },
      { code: code.anyBit, ifFalse: 1, value: cloneThread },
      { code: code.answer, value: answer.allow },
      { code: code.answer, value: answer.error(errno.notPermitted) },
    ]),
    ...when(call.ioctl, [
      { code: code.load, value: at.secondArgument },
      ...typing.flatMap((request) => when(request, [{ code: code.answer, value: answer.error(errno.notPermitted) }])),
      { code: code.answer, value: answer.allow },
    ]),
    { code: code.answer, value: answer.kill },
  ];
  const bytes = Buffer.alloc(program.length * 8);
  for (const [index, { code: operation, ifTrue = 0, ifFalse = 0, value }] of program.entries()) {
    bytes.writeUInt16LE(operation, index * 8);
    bytes.writeUInt8(ifTrue, index * 8 + 2);
    bytes.writeUInt8(ifFalse, index * 8 + 3);
    bytes.writeUInt32LE(value, index * 8 + 4);
  }
  return bytes;
}

/** `then` when what is loaded equals `value`; `then` must end in an answer. */
function when(value: number, then: readonly Instruction[]): Instruction[] {
  return [{ code: code.equal, ifFalse: then.length, value }, ...then];
}
