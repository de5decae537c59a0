"""Coordinating calendars by mail."""
