"""What is kept and shown of it: the journal, the evening's balance, what people look at, and erasing on demand."""
