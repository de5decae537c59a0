"""Suppliers' invoices: what they say, what is wrong with them, and what is done before anybody pays."""
