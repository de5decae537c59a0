"""Charts written by us as SVG: readable in black and white, and by who cannot see them."""
