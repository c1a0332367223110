"""What a form is made of: a round in a folder, a round in one file, or a questionnaire to be looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from maturity.errors import UsageError

if TYPE_CHECKING:
    from maturity.model import Preview, Round

SAMPLE = ("School A", "School B", "School C")


@dataclass(frozen=True, slots=True)
class ToFill:
    """What people will be asked, and where their answers can go.

    Args:
        round_: a `Preview` where answers go nowhere.
        folder: keeps the answers; None if there is none yet.
        asked: id or file of the questionnaire, as a command names it; empty where the folder has its own.
        remarks: what is worth saying.
    """

    round_: Round
    folder: Path | None
    asked: str = ""
    remarks: tuple[str, ...] = ()


def to_fill(path: Path) -> ToFill:
    """The round or the questionnaire that is meant.

    Args:
        path: folder of a round or of a cluster, a round or a questionnaire as YAML, or a shipped questionnaire's id.

    Raises:
        InputError: it cannot be read, or something in it is wrong; carries all problems.
    """
    from maturity.folder.names import YAML
    from maturity.journeys.rounds import opened
    from maturity.readers.library import shipped
    from maturity.source.content import is_file, is_folder
    from maturity.source.yaml_source import read_yaml

    if is_file(path) and path.suffix.lower() in YAML:
        said = read_yaml(path).data
        if _is_questionnaire(said):
            return ToFill(preview(path), None, str(path))
        if not isinstance(said.get("questionnaire"), Mapping):
            return _of_one_file(path, said)
        path = path.parent
    elif not is_file(path) and not is_folder(path) and str(path) in dict(shipped()):
        return ToFill(preview(path), None, str(path))
    folder, round_, remarks = opened(path)
    return ToFill(round_, folder, remarks=tuple(remarks))


def preview(questionnaire: Path) -> Preview:
    """A questionnaire put before three example schools.

    Args:
        questionnaire: a file, or the id of a shipped one.
    """
    from maturity.model import Preview
    from maturity.readers.questionnaire import load_questionnaire
    from maturity.text.slug import slug

    asked = load_questionnaire(str(questionnaire))
    schools = [{"id": slug(name), "name": name} for name in SAMPLE]
    cluster = {"name": "Three example schools", "schools": schools}
    return Preview.model_validate({"cluster": cluster, "label": "preview", "questionnaire": asked})


def _is_questionnaire(said: Mapping[Any, Any]) -> bool:
    kind = said.get("format")
    if isinstance(kind, str) and kind.startswith("maturity-"):
        return kind.startswith("maturity-questionnaire")
    return "cluster" not in said and any(key in said for key in ("items", "axes", "extends"))


def _of_one_file(path: Path, said: Mapping[Any, Any]) -> ToFill:
    """A round in one file, with its schools under the ids that a folder made for it will give them.

    Raises:
        InputError: it cannot be read, or something in it is wrong; carries all problems.
        UsageError: no folder can be made for it.
    """
    from maturity.folder.names import folder_name
    from maturity.journeys.ask import Ask
    from maturity.journeys.rounds import round_at
    from maturity.model import School
    from maturity.readers.library import find, shipped
    from maturity.readers.table import slugs

    remarks: list[str] = []
    round_ = round_at(path, Ask(tell=lambda remark: remarks.append(str(remark))))
    if round_.rehearsal:
        raise UsageError(f"{path}: a rehearsal is held in a folder", "maturity start FOLDER --rehearsal makes one")
    if not folder_name(round_.label):
        hint = "use a few letters and digits, such as 2026 or spring-2026"
        raise UsageError(f"{path}: the label can name no folder, and answers are kept in one", hint)
    names = [school.name for school in round_.cluster.schools]
    ids = slugs(names)
    if len(ids) < len(names):
        raise UsageError(f"{path}: two schools are called the same, and people could not tell them apart", "rename one")
    schools = tuple(School(id=one, name=name) for one, name in zip(ids.values(), names, strict=True))
    members = round_.cluster.model_copy(update={"schools": schools})
    fresh = round_.model_copy(update={"cluster": members, "responses": (), "agreed": {}, "priorities": ()})
    if (about := round_.subject_of) is not None:
        named = dict(zip(round_.cluster.school_by_id, ids.values(), strict=True))
        fresh = fresh.model_copy(update={"subject_of": about.model_copy(update={"school": named[about.school]})})
    source = str(said.get("questionnaire"))
    asked = source if source in dict(shipped()) else str(find(source, path.parent))
    return ToFill(fresh, None, asked, tuple(remarks))
