"""A plugin's duty run in a process of its own: what it may see is asked for, what it says is read as data."""
