"""Calendars as text and as meaning: iCalendar (RFC 5545), its occurrences, and invitations (RFC 5546). Pure."""
