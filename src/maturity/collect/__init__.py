"""Every road by which answers come in: on paper, through a form, from a table."""
