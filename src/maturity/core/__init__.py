"""Pure functions on numpy arrays and frozen dataclasses: from answers to an assessment and advice."""
