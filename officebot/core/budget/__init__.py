"""The office's budget: read from its own workbook, held against what was spent and ordered, and looked ahead."""
