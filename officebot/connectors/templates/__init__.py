"""Templates filled in: run by the process apart that fills in all templates, never by the service itself."""
