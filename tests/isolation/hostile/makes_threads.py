"""Begins threads until there are no more."""

import _thread


def attack(target: str) -> str:
    _thread.stack_size(65_536)
    stop = _thread.allocate_lock()
    stop.acquire()
    begun = 0
    try:
        for _ in range(int(target)):
            # Not `threading`: it waits for each to say that it runs, for ever where there was no memory left to say so.
            _thread.start_new_thread(_wait, (stop,))
            begun += 1
    finally:
        stop.release()
    return f"{begun} threads"


def _wait(stop: _thread.LockType) -> None:
    with stop:
        pass
