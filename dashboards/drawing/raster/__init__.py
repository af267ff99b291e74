"""PNG from our own SVG, with Pillow: what was drawn once is not drawn a second time by other code."""
