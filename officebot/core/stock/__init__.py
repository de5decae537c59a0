"""Stock, pure: what lies on the shelf, how fast it goes, when it runs out, what to order and when."""
