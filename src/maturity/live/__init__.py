"""The live workshop: one room on many phones, a projector and a laptop, without accounts and without internet."""
