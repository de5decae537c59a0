"""Duties at work: when they run, what they see of the office, what becomes of their proposals, and what stops them."""
