"""Stock: what lies there, what is taken, what runs out and what to order."""
