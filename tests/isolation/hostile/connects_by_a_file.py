"""Connects to a socket in the file system, as those of databases and of the bus are."""

import socket


def attack(target: str) -> str:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
        caller.connect(target)
    return "connected"
