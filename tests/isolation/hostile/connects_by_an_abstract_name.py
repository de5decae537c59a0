"""Connects to a socket that stands in no file system."""

import socket


def attack(target: str) -> str:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
        caller.connect("\0" + target)
    return "connected"
