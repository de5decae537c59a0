"""The office's settings: models of its files, read with every problem reported at once, with its place."""
