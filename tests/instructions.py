"""What a processor has carried out for this process, as it counts it itself: the same for the same work, however busy it is.

Linux tells it through `perf_event_open(2)`, where the machine has such a counter and who asks may read it.
"""

from __future__ import annotations

import ctypes
import functools
import os
import platform
import struct
import sys
from collections.abc import Callable

# perf_event_open by kind of processor; linux/perf_event.h for what stands where in its first argument.
_CALLS = {"x86_64": 298, "aarch64": 241}
_ATTRIBUTE_BYTES, _FLAGS_AT = 128, 40
_HARDWARE, _INSTRUCTIONS = 0, 1
_INHERIT, _NOT_THE_KERNEL, _NOT_THE_HOST, _THREADS_ONLY = 1 << 1, 1 << 5, 1 << 6, 1 << 35
_NO_GROUP, _ANY_PROCESSOR, _THIS_PROCESS, _CLOSED_ON_EXEC = -1, -1, 0, 8


@functools.cache
def counter() -> Callable[[], int] | None:
    """Gives the instructions carried out so far by this thread and those it begins, not by the kernel for them.

    None where the machine does not count them, or not for us.
    """
    call = _CALLS.get(platform.machine())
    if not sys.platform.startswith("linux") or call is None:
        return None
    opened = _open(call)
    if opened < 0:
        return None

    def read() -> int:
        return int(struct.unpack("Q", os.read(opened, 8))[0])

    before = read()
    # A virtual machine may open a counter that stands still.
    sum(range(1000))
    return read if read() > before else None


def _open(call: int) -> int:
    attributes = bytearray(_ATTRIBUTE_BYTES)
    struct.pack_into("IIQ", attributes, 0, _HARDWARE, _ATTRIBUTE_BYTES, _INSTRUCTIONS)
    struct.pack_into("Q", attributes, _FLAGS_AT, _INHERIT | _NOT_THE_KERNEL | _NOT_THE_HOST | _THREADS_ONLY)
    given = (ctypes.c_char * _ATTRIBUTE_BYTES).from_buffer(attributes)
    try:
        syscall = ctypes.CDLL(None, use_errno=True).syscall
    except OSError:
        return -1
    return int(syscall(call, given, _THIS_PROCESS, _ANY_PROCESSOR, _NO_GROUP, _CLOSED_ON_EXEC))
