"""People's workbooks: addresses, tables, and changes that touch nothing but what must change (ECMA-376 part 1)."""
