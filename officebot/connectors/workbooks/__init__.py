"""The office's workbooks as files: read, whoever made them; watched, locked, replaced whole."""
