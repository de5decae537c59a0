"""Has the kernel signal the service when a pipe of its own is ready: one that harms nobody, in the place of one that kills."""

import fcntl
import os
import signal

_F_SETSIG, _O_ASYNC = 10, 0o20000


def attack(target: str) -> str:
    reader, writer = os.pipe()
    try:
        fcntl.fcntl(reader, fcntl.F_SETOWN, int(target))
        fcntl.fcntl(reader, _F_SETSIG, signal.SIGCONT)
        fcntl.fcntl(reader, fcntl.F_SETFL, fcntl.fcntl(reader, fcntl.F_GETFL) | _O_ASYNC)
        os.write(writer, b"!")
    finally:
        os.close(reader)
        os.close(writer)
    return "signalled"
