"""Meetings agreed on by mail: what a mail asks for, which of the offered times an answer takes, and our letters. Pure."""
