"""Begins threads until there are no more."""

import threading


def attack(target: str) -> str:
    threading.stack_size(65_536)
    stop = threading.Event()
    begun = []
    try:
        for _ in range(int(target)):
            one = threading.Thread(target=stop.wait)
            one.start()
            begun.append(one)
    finally:
        stop.set()
        for one in begun:
            one.join()
    return f"{len(begun)} threads"
