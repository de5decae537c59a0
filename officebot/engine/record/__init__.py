"""What is kept and shown of it: the journal, the evening's balance, and what people look at."""
