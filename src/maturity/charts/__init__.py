"""Charts: an assessment drawn with matplotlib, as PNG, SVG or PDF bytes."""
