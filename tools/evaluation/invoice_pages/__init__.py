"""Invoices of invented firms, set as PDFs in layouts as offices know them, with what they truly say."""
