"""Begins to make namespaces of its own, in which it would be root and could mount."""

import ctypes


def attack(target: str) -> str:
    kernel = ctypes.CDLL(None, use_errno=True)
    if kernel.unshare(0) != 0:
        raise PermissionError(ctypes.get_errno())
    return "left"
