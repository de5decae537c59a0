"""Mailboxes over IMAP (RFC 3501, with MOVE, UIDPLUS, IDLE and SPECIAL-USE where the server has them)."""
