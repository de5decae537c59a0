"""Sends a signal to the service: one that harms nobody, in the place of one that would end it."""

import os
import signal


def attack(target: str) -> str:
    os.kill(int(target), signal.SIGCONT)
    return "signalled"
