"""The seccomp filter of a plugin's process, as classic BPF: which calls of the kernel are refused. Pure.

What is refused answers EPERM and harms nobody; a call of another architecture ends the process. What is left is what
Python needs to reckon, to read files that it may see, and to talk over the pipes that it was given. Threads are allowed,
processes are not.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

#: linux/filter.h and linux/seccomp.h.
_LOAD, _EQUAL, _AT_LEAST, _HAS_BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE, _NO_SUCH_CALL, _END = 0x7FFF0000, 0x00050000 | 1, 0x00050000 | 38, 0x80000000
_NUMBER, _ARCHITECTURE = 0, 4
_CLONE_THREAD = 0x00010000
#: What Python asks of an open file by ioctl(2): whether it is a terminal, its width, what waits in it, whether it is closed
#: with the program. Not: typing for somebody else, attributes of files, who is sent a signal.
_IOCTLS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
#: Of fcntl(2): copies of handles, their flags, locks. Not: to whom the kernel sends which signal when a pipe is ready.
_FCNTLS = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030)
#: Outliving the parent, and being looked into again (prctl(2)).
_PRCTLS = (1, 4)
#: From here on calls are those of x32, numbered anew.
_X32 = 0x40000000


class Machine(NamedTuple):
    """An architecture: its number (linux/audit.h), its calls that are refused, and those whose arguments are looked at."""

    audit: int
    refused: Mapping[str, int]
    clone: int
    prlimit: int
    ioctl: int
    fcntl: int
    prctl: int


#: The same on both: calls that came after the tables were joined.
_COMMON = {
    "pidfd_send_signal": 424, "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427, "open_tree": 428,
    "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433, "pidfd_open": 434, "pidfd_getfd": 438,
    "process_madvise": 440, "mount_setattr": 442, "quotactl_fd": 443, "memfd_secret": 447, "process_mrelease": 448,
    "fchmodat2": 452, "setxattrat": 463, "removexattrat": 466, "file_setattr": 469,
}  # fmt: skip
#: Their flags lie where no filter sees them; the C library goes on with what is older.
_NEWER = (435, 437)  # clone3, openat2

MACHINES: Mapping[str, Machine] = {
    "x86_64": Machine(
        audit=0xC000003E,
        refused={
            **_COMMON, "execve": 59, "execveat": 322, "fork": 57, "vfork": 58, "ptrace": 101, "socket": 41, "connect": 42,
            "accept": 43, "bind": 49, "listen": 50, "socketpair": 53, "accept4": 288, "kill": 62, "tkill": 200,
            "tgkill": 234, "rt_sigqueueinfo": 129, "rt_tgsigqueueinfo": 297, "process_vm_readv": 310,
            "process_vm_writev": 311, "kcmp": 312, "mount": 165, "umount2": 166, "pivot_root": 155, "chroot": 161,
            "unshare": 272, "setns": 308, "swapon": 167, "swapoff": 168, "add_key": 248, "request_key": 249,
            "keyctl": 250, "bpf": 321, "perf_event_open": 298, "userfaultfd": 323, "init_module": 175,
            "finit_module": 313, "delete_module": 176, "kexec_load": 246, "kexec_file_load": 320, "reboot": 169,
            "acct": 163, "quotactl": 179, "syslog": 103, "sethostname": 170, "setdomainname": 171, "settimeofday": 164,
            "clock_settime": 227, "clock_adjtime": 305, "adjtimex": 159, "iopl": 172, "ioperm": 173, "personality": 135,
            "name_to_handle_at": 303, "open_by_handle_at": 304, "fanotify_init": 300, "setuid": 105, "setgid": 106,
            "setreuid": 113, "setregid": 114, "setgroups": 116, "setresuid": 117, "setresgid": 119, "setfsuid": 122,
            "setfsgid": 123, "capset": 126, "setpriority": 141, "memfd_create": 319, "shmget": 29, "shmat": 30,
            "msgget": 68, "semget": 64, "mq_open": 240, "mknod": 133, "mknodat": 259, "modify_ldt": 154, "vhangup": 153,
            "migrate_pages": 256, "move_pages": 279, "mbind": 237, "sched_setaffinity": 203, "sched_setscheduler": 144,
            "sched_setparam": 142, "sched_setattr": 314, "ioprio_set": 251,
            # Landlock lets these through, whoever's file it is: some always, the last before its third version.
            "chmod": 90, "fchmod": 91, "fchmodat": 268, "chown": 92, "fchown": 93, "lchown": 94, "fchownat": 260,
            "utime": 132, "utimes": 235, "futimesat": 261, "utimensat": 280, "setxattr": 188, "lsetxattr": 189,
            "fsetxattr": 190, "removexattr": 197, "lremovexattr": 198, "fremovexattr": 199, "inotify_init": 253,
            "inotify_init1": 294, "inotify_add_watch": 254, "truncate": 76,
            # What other programs of this user share among themselves.
            "shmctl": 31, "semctl": 66, "semop": 65, "semtimedop": 220, "msgctl": 71, "msgsnd": 69, "msgrcv": 70,
            "mq_unlink": 241,
        },
        clone=56, prlimit=302, ioctl=16, fcntl=72, prctl=157,
    ),
    "aarch64": Machine(
        audit=0xC00000B7,
        refused={
            **_COMMON, "execve": 221, "execveat": 281, "ptrace": 117, "socket": 198, "socketpair": 199, "bind": 200,
            "listen": 201, "accept": 202, "connect": 203, "accept4": 242, "kill": 129, "tkill": 130, "tgkill": 131,
            "rt_sigqueueinfo": 138, "rt_tgsigqueueinfo": 240, "process_vm_readv": 270, "process_vm_writev": 271,
            "kcmp": 272, "mount": 40, "umount2": 39, "pivot_root": 41, "chroot": 51, "unshare": 97, "setns": 268,
            "swapon": 224, "swapoff": 225, "add_key": 217, "request_key": 218, "keyctl": 219, "bpf": 280,
            "perf_event_open": 241, "userfaultfd": 282, "init_module": 105, "finit_module": 273, "delete_module": 106,
            "kexec_load": 104, "kexec_file_load": 294, "reboot": 142, "acct": 89, "quotactl": 60, "syslog": 116,
            "sethostname": 161, "setdomainname": 162, "settimeofday": 170, "clock_settime": 112, "clock_adjtime": 266,
            "adjtimex": 171, "personality": 92, "name_to_handle_at": 264, "open_by_handle_at": 265,
            "fanotify_init": 262, "setuid": 146, "setgid": 144, "setreuid": 145, "setregid": 143, "setgroups": 159,
            "setresuid": 147, "setresgid": 149, "setfsuid": 151, "setfsgid": 152, "capset": 91, "setpriority": 140,
            "memfd_create": 279, "shmget": 194, "shmat": 196, "msgget": 186, "semget": 190, "mq_open": 180,
            "mknodat": 33, "vhangup": 58, "migrate_pages": 238, "move_pages": 239, "mbind": 235,
            "sched_setaffinity": 122, "sched_setscheduler": 119, "sched_setparam": 118, "sched_setattr": 274,
            "ioprio_set": 30,
            "fchmod": 52, "fchmodat": 53, "fchown": 55, "fchownat": 54, "utimensat": 88, "setxattr": 5, "lsetxattr": 6,
            "fsetxattr": 7, "removexattr": 14, "lremovexattr": 15, "fremovexattr": 16, "inotify_init1": 26,
            "inotify_add_watch": 27, "truncate": 45, "shmctl": 195, "semctl": 191, "semop": 193, "semtimedop": 192,
            "msgctl": 187, "msgsnd": 189, "msgrcv": 188, "mq_unlink": 181,
        },
        clone=220, prlimit=261, ioctl=29, fcntl=25, prctl=167,
    ),
}  # fmt: skip


def filter_of(machine: str) -> bytes:
    """The filter for this architecture (`os.uname().machine`), eight bytes an instruction. Raises OSError for another."""
    if machine not in MACHINES:
        raise OSError(f"no filter is known for {machine}")
    return b"".join(_instructions(MACHINES[machine]))


def _instructions(machine: Machine) -> Iterator[bytes]:
    yield _instruction(_LOAD, value=_ARCHITECTURE)
    yield _instruction(_EQUAL, 1, 0, machine.audit)
    yield _instruction(_RETURN, value=_END)
    yield _instruction(_LOAD, value=_NUMBER)
    yield from _if(_AT_LEAST, _X32, _REFUSE)
    for number in _NEWER:
        yield from _if(_EQUAL, number, _NO_SUCH_CALL)
    for number in sorted(machine.refused.values()):
        yield from _if(_EQUAL, number, _REFUSE)
    # A thread of this process, never a process.
    yield _instruction(_EQUAL, 0, 4, machine.clone)
    yield _instruction(_LOAD, value=_argument(0))
    yield _instruction(_HAS_BITS, 1, 0, _CLONE_THREAD)
    yield _instruction(_RETURN, value=_REFUSE)
    yield _instruction(_RETURN, value=_ALLOW)
    # Its own limits, never another's.
    yield _instruction(_EQUAL, 0, 4, machine.prlimit)
    yield _instruction(_LOAD, value=_argument(0))
    yield _instruction(_EQUAL, 1, 0, 0)
    yield _instruction(_RETURN, value=_REFUSE)
    yield _instruction(_RETURN, value=_ALLOW)
    yield from _only(machine.ioctl, 1, _IOCTLS)
    yield from _only(machine.fcntl, 1, _FCNTLS)
    yield from _but(machine.prctl, 0, _PRCTLS)
    yield _instruction(_RETURN, value=_ALLOW)


def _only(call: int, argument: int, allowed: Sequence[int]) -> Iterator[bytes]:
    """Of this call only what is named by one of its arguments."""
    yield from _of(call, argument, allowed, _ALLOW, _REFUSE)


def _but(call: int, argument: int, refused: Sequence[int]) -> Iterator[bytes]:
    """Of this call all but what is named by one of its arguments."""
    yield from _of(call, argument, refused, _REFUSE, _ALLOW)


def _of(call: int, argument: int, words: Sequence[int], then: int, otherwise: int) -> Iterator[bytes]:
    yield _instruction(_EQUAL, 0, 2 * len(words) + 2, call)
    yield _instruction(_LOAD, value=_argument(argument))
    for word in words:
        yield from _if(_EQUAL, word, then)
    yield _instruction(_RETURN, value=otherwise)


def _if(test: int, value: int, then: int) -> Iterator[bytes]:
    yield _instruction(test, 0, 1, value)
    yield _instruction(_RETURN, value=then)


def _instruction(code: int, on_true: int = 0, on_false: int = 0, value: int = 0) -> bytes:
    return struct.pack("<HBBI", code, on_true, on_false, value)


def _argument(number: int) -> int:
    """Where the low half of an argument lies in what the filter sees (little-endian)."""
    return 16 + 8 * number
