"""One cluster of many as far as it takes to say what to work on: scores and what is read off, and nothing of people."""

from __future__ import annotations

from maturity.core.assessment import Assessment, Count, Interval, ItemResult, PartResult
from maturity.core.many import Many
from maturity.core.parts import bands_of
from maturity.core.read_off import PartValues, band_of, read_off
from maturity.core.readings import number
from maturity.core.results import values_of_parts
from maturity.core.structure import JoinedPart

_UNTOLD = Count(None)


class Outlines:
    """Outlines of the clusters of a table: what their assessments hold of scores, intervals and the reading.

    Args:
        many: the results as arrays, of a questionnaire that has no map.
    """

    def __init__(self, many: Many) -> None:
        self.many, self.asked = many, many.questionnaire
        self._turned = many.structure.turn(many.scores.item)
        self._parts = [(column, part, bands_of(self.asked, part)) for column, part in enumerate(many.structure.parts)]

    def of(self, cluster: int) -> Assessment:
        """The outline of the cluster with a code."""
        values = values_of_parts(self.many, cluster)
        parts = {
            part.id: self._part(values, column, part)
            for column, part, _ in self._parts
            if part.kind in ("dimension", "overall")
        }
        overall = parts.pop("overall", None) if self.asked.whole is not None else None
        return Assessment(
            questionnaire=self.asked,
            cluster="",
            label="",
            date=None,
            mode="named",
            smallest_cell=0,
            fictional=False,
            respondents=0,
            schools=(),
            schools_answered=0,
            roles={},
            items=self._items(cluster),
            dimensions=parts,
            axes={},
            reading=read_off(self.asked, self.many.structure, values),
            school_points=None,
            left_out=None,
            portrait=None,
            gap=None,
            evidence=None,
            agreed=None,
            overall=overall,
        )

    def _items(self, cluster: int) -> dict[str, ItemResult]:
        asked, scored = self.many.scores.item[cluster].tolist(), self._turned[cluster].tolist()
        return {
            item.id: ItemResult(
                id=item.id,
                score=_known(score),
                scored=_known(turned),
                respondent_mean=None,
                n=_UNTOLD,
                dont_know=_UNTOLD,
                skipped=_UNTOLD,
                schools=0,
                agreement=None,
                split=False,
                counts=None,
                by_school=None,
            )
            for item, score, turned in zip(self.asked.items, asked, scored, strict=True)
        }

    def _part(self, values: PartValues, column: int, part: JoinedPart) -> PartResult:
        bands = self._parts[column][2]
        return PartResult(
            part.id,
            "",
            number(values.score[column]),
            None,
            _UNTOLD,
            values.interval(column),
            None,
            range=Interval(part.low, part.high),
            band=band_of(bands, values, column, whole=part.combine == "sum") if bands else None,
        )


def _known(value: float) -> float | None:
    return value if value == value else None
