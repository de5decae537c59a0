"""Offers compared: brought to one measure, judged, ranked, and told with their reasons. Pure."""
