"""Notes as hurried people write them, read into minutes: topics, decisions, deeds with owner and day, who was there. Pure."""
