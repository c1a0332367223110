"""A report, or a scorecard, as bytes or text of one format."""
