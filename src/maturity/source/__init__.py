"""A file as bytes, as text and as plain data that knows where each part of it stands."""
