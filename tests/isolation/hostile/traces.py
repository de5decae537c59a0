"""Takes hold of another process as a debugger does."""

import ctypes

SEIZE = 0x4206


def attack(target: str) -> str:
    kernel = ctypes.CDLL(None, use_errno=True)
    if kernel.ptrace(SEIZE, int(target), 0, 0) != 0:
        raise PermissionError(ctypes.get_errno())
    return "traced"
