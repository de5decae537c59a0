"""Watches a folder that it may not read: each new file's name would be told."""

import ctypes
import os


def attack(target: str) -> str:
    libc = ctypes.CDLL(None, use_errno=True)
    watch = libc.inotify_init1(os.O_NONBLOCK)
    if watch < 0 or libc.inotify_add_watch(watch, target.encode(), 0x100) < 0:
        raise OSError(ctypes.get_errno(), "not watched")
    os.close(watch)
    return "watched"
