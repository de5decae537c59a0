"""Looks up a name, by which words can be carried out of a house."""

import socket


def attack(target: str) -> str:
    return str(socket.getaddrinfo(target, 80)[0][4])
