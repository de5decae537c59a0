"""The duties that come with officebot: each a folder of the same inner shape, none importing another."""
