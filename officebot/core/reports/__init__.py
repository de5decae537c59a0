"""Reports of what the office did: figures of a period and of the one before, each reckoned twice. Pure."""
