"""Writes into a folder of somebody else."""

from pathlib import Path


def attack(target: str) -> str:
    place = Path(target) / "written"
    place.write_text("mine")
    return place.read_text()
