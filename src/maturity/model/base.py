"""What all models share."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*([._-][a-z0-9]+)*$", max_length=80)]
"""A stable name: lower-case letters, digits, and `.`, `_` or `-` between them."""
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
"""Something to read, never empty."""
Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=28)]
"""A label for charts and tables, at most 28 characters."""


YEARS = range(1900, 2200)
"""Years that a day in a file may lie in: what lies outside is a slip."""


class Frozen(BaseModel):
    """A value: cannot be changed once made, and knows every key it may have."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, serialize_by_alias=True)
