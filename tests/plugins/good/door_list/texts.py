"""The sentences of the door list are said in its own name."""

from officebot.sdk import texts

say, counted = texts(__name__)
