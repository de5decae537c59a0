"""Door list: who announced a visit by mail stands on the list at the door."""

from door_list.duty import DUTY

__all__ = ["DUTY"]
