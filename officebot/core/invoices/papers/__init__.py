"""Invoices for people's eyes only: what their pages say, taken where two signs agree, and named where they do not."""
