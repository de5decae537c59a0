"""Sends a packet over UDP, as a question to a name server is sent."""

import socket


def attack(target: str) -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"the office's secret", ("127.0.0.1", int(target)))
    return "sent"
