"""Asks the kernel not to be ended with its parent."""

import ctypes


def attack(target: str) -> str:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(1, 0, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "not allowed")
    return "it lives on" + target
