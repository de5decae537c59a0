"""Asks the kernel for the keys that it keeps for whoever runs it."""

import ctypes
import os

NUMBERS = {"x86_64": 250, "aarch64": 219}


def attack(target: str) -> str:
    kernel = ctypes.CDLL(None, use_errno=True)
    found = kernel.syscall(NUMBERS[os.uname().machine], 0, -4, 1)
    if found < 0:
        raise PermissionError(ctypes.get_errno())
    return str(found)
