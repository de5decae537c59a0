"""The office's pages, served on loopback."""
