"""Documents for machines: Peppol's UBL and UN/CEFACT's Order-X, read from their elements and written. Pure."""
