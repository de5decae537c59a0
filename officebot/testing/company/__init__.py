"""Atelier Verrier SAS, the sample company: its mail, calendars and workbooks, and what its people decide."""
