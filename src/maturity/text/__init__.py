"""Plain and visible text, numbers and dates in words, contrast of colours: ground that no layer owns."""
