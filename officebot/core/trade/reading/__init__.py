"""Papers for people read as documents: what kind, which numbers, whose order, which lines; in French and in English."""
