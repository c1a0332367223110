"""Rounds whose people are not named: what may be published of them, and what follows from that."""
