"""The duty's own commands: `officebot visitor_count badge 4`."""

from __future__ import annotations

import click


def commands() -> click.Group:
    """The group of this duty's commands."""

    @click.group("visitor_count")
    def group() -> None:
        """Visitors, and their badges."""

    @group.command("badge")
    @click.argument("count", type=click.IntRange(1, 999))
    def badge(count: int) -> None:
        """Show the badge for so many visitors."""
        click.echo(f"BADGES {count}")

    return group
