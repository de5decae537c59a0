"""Minutes that came back as a Word document: what was changed is found, put in and said; what has no place is asked. Pure."""
