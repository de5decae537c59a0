"""People's workbooks as files: read, watched, changed safely; the only code here that touches a disk."""
