"""People's workbooks as files: read into grids, and saved so that nothing is lost."""
