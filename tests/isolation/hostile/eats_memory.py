"""Takes as much memory as it is given."""


def attack(target: str) -> str:
    return f"{len(bytearray(int(target)))} bytes"
