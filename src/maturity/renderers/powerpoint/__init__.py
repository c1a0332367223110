"""Parts of the deck's renderer: what fits where, which layout, the map as a native chart."""
