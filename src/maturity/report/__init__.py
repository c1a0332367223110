"""From an assessment to a report: a tree of blocks that knows no output format."""
