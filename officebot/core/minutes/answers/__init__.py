"""What a chair answers to draft minutes: yes, yes but, corrections in words; each put in whole, or asked about. Pure."""
