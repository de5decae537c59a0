"""Writes into a Python file that others will import."""


def attack(target: str) -> str:
    with open(target, "a") as file:
        file.write("\n# mine\n")
    return "written"
