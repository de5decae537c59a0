from officebot.testing.fixtures import embedded, virtual_clock

__all__ = ["embedded", "virtual_clock"]
