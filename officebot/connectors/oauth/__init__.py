"""Signing in to mail servers without a password: OAuth 2.0 for native programs (RFC 6749, RFC 8252)."""
