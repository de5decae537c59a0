"""Messages as bytes: read into `Mail`, written from `OutgoingMail`."""
