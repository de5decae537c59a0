"""Approvals by mail, pure: what waits and for whom, the digest's lines, and what a reply to it says."""
