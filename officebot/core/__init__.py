"""Vocabulary and arithmetic shared by all duties: pure, no clock, no file, no network."""
