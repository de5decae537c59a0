"""Reads what the kernel tells of another process: its environment, its memory's places."""


def attack(target: str) -> str:
    with open(f"/proc/{target}/environ", "rb") as environment, open(f"/proc/{target}/maps", "rb") as places:
        return str(len(environment.read()) + len(places.read()))
