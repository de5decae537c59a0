"""Takes back that it dies with the process that started it."""

import ctypes

DEATH_SIGNAL = 1


def attack(target: str) -> str:
    kernel = ctypes.CDLL(None, use_errno=True)
    if kernel.prctl(DEATH_SIGNAL, 0, 0, 0, 0) != 0:
        raise PermissionError(ctypes.get_errno())
    return "it will live on"
