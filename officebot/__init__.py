"""officebot: the back-office assistant that proposes, says why, acts once, and can take it back."""

__version__ = "0.1.0"
