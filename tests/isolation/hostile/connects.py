"""Connects to a port over TCP."""

import socket


def attack(target: str) -> str:
    with socket.create_connection(("127.0.0.1", int(target)), timeout=5):
        return "connected"
