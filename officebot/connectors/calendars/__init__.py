"""Calendars of the office: on CalDAV servers, in files and folders, as published feeds."""
