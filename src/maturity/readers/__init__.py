"""YAML and tables in: what could be read, and every problem that was found, each with its place."""
