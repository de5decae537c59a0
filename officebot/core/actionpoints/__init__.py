"""Answers about action points: what a mail says of them, and which of several it means."""
