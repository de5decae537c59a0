"""What was said at a meeting and what follows from it: notes and transcripts read, minutes drafted, corrected, followed."""
