"""What the words of a file mean in a round: decided once, kept beside the answers, used again next year."""

from __future__ import annotations

from typing import Literal

from maturity.model.base import Frozen
from maturity.model.round import Answer


class FileMapping(Frozen):
    """Decisions that no file can make by itself.

    Every key is a text as it stands in the file; capitals, blanks and kinds of quotes do not matter.
    """

    format: Literal["maturity-mapping/1"] = "maturity-mapping/1"
    columns: dict[str, str | None] = {}
    """Header to what the column holds: an item or portrait id, `evidence:<item>`, `looking_back:<item>`, `school`,
    `role`, `respondent` or `comment`; null leaves it out."""
    schools: dict[str, str] = {}
    """A school's name as typed, to its id."""
    roles: dict[str, str | None] = {}
    """A role as typed, to its id; null is a role that the questionnaire does not know."""
    levels: dict[str, Answer] = {}
    """An answer as typed, to its level, to `DK`, or to null for not answered; with the id of an item or of a scale
    and a colon before it, only there."""

    def merged(self, other: FileMapping) -> FileMapping:
        """Both together; where they differ, the other one counts."""
        return FileMapping(
            columns={**self.columns, **other.columns},
            schools={**self.schools, **other.schools},
            roles={**self.roles, **other.roles},
            levels={**self.levels, **other.levels},
        )
