"""What a command, the live page and a notebook call alike: each is one thing that somebody wants done."""
