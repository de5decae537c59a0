"""A person's word: yes, no, later, other words, done with, corrected; who says so, and how that is proved."""
