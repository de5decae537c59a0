"""Changes of people's workbooks that keep every byte they need not touch (ECMA-376 part 1 and 2)."""
