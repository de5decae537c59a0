"""What a mail means: its kind, urgency, deadline and dangers, decided from its words and its sender. Pure."""
