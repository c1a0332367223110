"""A round from a YAML file, a folder or a table, checked from top to bottom in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path as File
from typing import Any

from pydantic import ValidationError

from maturity.errors import Fault, InputError, Path, Problem
from maturity.folder.fixed import publications, settings_fixed, settings_in
from maturity.folder.journal import journal_at, response_of, second_copy
from maturity.folder.names import CLUSTER, JOURNAL, QUESTIONNAIRE, ROUND, TABLES, YAML, copies_of
from maturity.folder.rounds import cluster_folder, round_folder, there
from maturity.model import SMALLEST_CELL, Cluster, Mode, Questionnaire, Response, Round
from maturity.model.questionnaire import ASKED_IS_CHECKED
from maturity.packed import viewed
from maturity.readers.checks import round_faults, subject_faults
from maturity.readers.library import find
from maturity.readers.questionnaire import load_questionnaire, read_questionnaire
from maturity.readers.roster import with_roster
from maturity.source.content import bytes_in, is_file, is_folder, missing, refusal
from maturity.source.draft import Draft, Place
from maturity.source.shape import field_of, kind_of, shape_faults
from maturity.source.yaml_source import read_yaml
from maturity.text.names import folded_name, quoted
from maturity.text.words import listed

LARGEST_JOURNAL = 4_000_000_000


def load_round(path: str | File, questionnaire: str | None = None, kind: Mode | None = None) -> Round:
    """A round from a YAML file, a folder, or a table.

    Args:
        path: the round.
        questionnaire: a shipped id or a path; needed for a table, and otherwise used instead of the one
            that the round names.
        kind: of the round that a table is from, where it has no column `kind`.

    Raises:
        InputError: it cannot be read, or something in it is wrong; carries all problems.
    """
    round_, problems = read_round(path, questionnaire, kind)
    if round_ is None:
        raise InputError(problems)
    return round_


def read_round(
    path: str | File, questionnaire: str | None = None, kind: Mode | None = None
) -> tuple[Round | None, list[Problem]]:
    """A round, or everything that is wrong with it.

    Args:
        path: a YAML file, a folder (of a round, or of a cluster: its latest round), or a table.
        questionnaire: a shipped id or a path; needed for a table, and otherwise used instead of the one
            that the round names.
        kind: of the round that a table is from, where it has no column `kind`.

    Returns:
        the round, None if it cannot be used; and the problems, in the order of the file. What comes with a
        round is no more than a remark.
    """
    path = File(path)
    round_, problems = _read(path, questionnaire, kind)
    return round_, [*problems, *(alike_in_name(path, round_.cluster) if round_ else ())]


def alike_in_name(path: File, cluster: Cluster) -> Iterator[Problem]:
    """Schools of one name, which results tell apart by their ids alone; `path` is of the file that names them."""
    named: dict[str, list[str]] = {}
    for school in cluster.schools:
        named.setdefault(folded_name(school.name), []).append(school.id)
    for ids in named.values():
        if len(ids) > 1:
            name = quoted(cluster.school_by_id[ids[0]].name)
            message = f"the schools {listed([quoted(one) for one in ids])} are all called {name}"
            hint = "give each a name of its own; until then results show their ids beside it"
            yield Problem(str(path), None, "cluster.schools", "same-name", message, hint)


def _read(path: File, questionnaire: str | None, kind: Mode | None) -> tuple[Round | None, list[Problem]]:
    try:
        if is_folder(path):
            folder, remarks = round_folder(path)
            round_, problems = _from_folder(folder, questionnaire)
            return round_, [*remarks, *problems]
        if path.suffix.lower() in YAML:
            draft = read_yaml(path)
            _refuse_what_is_no_round(path, draft.data)
            return _from_draft(_without_publication(draft), path.parent, questionnaire)
        return _from_table(path, questionnaire, kind)
    except InputError as error:
        return None, list(error.problems)


def _refuse_what_is_no_round(path: File, said: Mapping[str, object]) -> None:
    """Say what a file is that says so itself, in place of every key that a round has not.

    Raises:
        InputError: it is a questionnaire or a theme.
    """
    kind = str(said.get("format", ""))
    if kind.startswith("maturity-questionnaire"):
        message, show = "this is a questionnaire, and nobody's answers are in it", f"maturity form {path} -o form.html"
        hint = f"give a round: a file with answers, or the folder of a cluster; to see the questions: {show}"
    elif kind.startswith("maturity-theme"):
        message = "this is a theme, which says how outputs look"
        hint = f"give a round, and the theme beside it: --theme {path}"
    else:
        return
    raise refusal(path, None, "no-round", message, hint)


def check_round(folder: File) -> tuple[Round | None, list[Problem]]:
    """A round, and everything that is wrong with the folder of a round, also what does not keep it from being read.

    Args:
        folder: the one that holds `round.yaml`.
    """
    round_, problems = read_round(folder)
    questionnaire, _ = read_questionnaire(folder / QUESTIONNAIRE)
    try:
        draft = read_yaml(folder / ROUND)
    except InputError:
        return round_, problems
    frozen = draft.data.get("questionnaire")
    if isinstance(frozen, dict) and questionnaire and frozen.get("fingerprint") != questionnaire.fingerprint:
        message = f"{QUESTIONNAIRE} has been changed since the round was opened"
        hint = f"restore it from a copy; if the change was meant, write {questionnaire.fingerprint} here"
        problems.append(draft.problem(Fault(("questionnaire", "fingerprint"), "changed-questionnaire", message, hint)))
    return round_, problems


def _from_table(path: File, name: str | None, kind: Mode | None) -> tuple[Round | None, list[Problem]]:
    from maturity.readers.table import read_table

    if not is_file(path):
        raise missing(path)
    if path.suffix.lower() not in TABLES:
        hint = "give a YAML file, the folder of a round, or a table (.csv, .tsv, .xlsx)"
        raise refusal(path, None, "unknown-format", "this is no kind of round", hint)
    if name is None:
        hint = "name it: --questionnaire with an id or a file"
        raise refusal(path, None, "no-questionnaire", "a table does not say which questionnaire was asked", hint)
    questionnaire = load_questionnaire(name)
    if questionnaire.subject != "cluster":
        message = "a table does not say which school it is about, as this questionnaire needs"
        raise refusal(path, None, "needs-subject", message, "open a round with 'maturity start', and collect it there")
    return _checked(read_table(path, questionnaire, kind), questionnaire)


def _from_folder(folder: File, name: str | None) -> tuple[Round | None, list[Problem]]:
    draft, remarks, people = _without_publication(read_yaml(folder / ROUND)), list[Problem](), None
    if "cluster" not in draft.data:
        draft = _with_cluster(draft, read_yaml(there(cluster_folder(folder) / CLUSTER)))
    if is_file(folder / JOURNAL):
        draft, remarks, people = _with_journal(draft, folder / JOURNAL)
    remarks += [second_copy(str(path), JOURNAL) for path in copies_of(folder, JOURNAL)]
    asked: str | File | None = name
    if name is None and (is_file(folder / QUESTIONNAIRE) or isinstance(draft.data.get("questionnaire"), dict)):
        asked = there(folder / QUESTIONNAIRE)
    round_, problems = _from_draft(draft, folder, asked, people)
    return with_roster(round_, folder) if round_ else None, [*problems, *remarks]


def _from_draft(
    draft: Draft, folder: File, asked: str | File | None, people: Sequence[Response] | None = None
) -> tuple[Round | None, list[Problem]]:
    """The round that a draft describes.

    Args:
        draft: the round as read.
        folder: where a path that the round names starts from.
        asked: the questionnaire; None is the one that the round names.
        people: the responses of the draft, where they have been read already.
    """
    at: Path = ("questionnaire",)
    named = draft.data.get("questionnaire")
    if asked is None and not isinstance(named, str):
        message = f"{kind_of(named)} stands where a questionnaire's id or file is expected"
        return _checked(draft, None, [Fault(at, "no-questionnaire", message, "add it: questionnaire: ...")])
    try:
        questionnaire, faulty = read_questionnaire(find(str(named), folder) if asked is None else asked)
    except InputError as error:
        return _checked(draft, None, [Fault(at, p.code, p.message, p.hint) for p in error.problems])
    round_, problems = _checked(draft, questionnaire, people=people)
    return round_, [*faulty, *problems]


def _checked(
    draft: Draft,
    questionnaire: Questionnaire | None,
    lost: Iterable[Fault] = (),
    people: Sequence[Response] | None = None,
) -> tuple[Round | None, list[Problem]]:
    """The round that a draft describes, or everything that is wrong with it.

    Args:
        draft: the round as read.
        questionnaire: what was asked; None if it cannot be used, then answers are not held against it.
        lost: why there is no questionnaire.
        people: the responses of the draft, where they have been read already.
    """
    round_: Round | None = None
    shape: list[Fault] = []
    whole = {**draft.data, "questionnaire": questionnaire} | ({} if people is None else {"responses": people})
    try:
        round_ = Round.model_validate(whole, context=ASKED_IS_CHECKED)
    except ValidationError as error:
        shape = [fault for fault in shape_faults(error, whole, Round) if fault.at != ("questionnaire",)]
    ways = [check(draft.data, questionnaire) for check in (round_faults, subject_faults)] if questionnaire else []
    problems = draft.report(lost, *ways, shape)
    return (None, problems) if problems or round_ is None else (round_, _read_otherwise(draft, round_))


def _read_otherwise(draft: Draft, round_: Round) -> list[Problem]:
    """What a round says that is read as something else."""
    k = draft.data.get("smallest_cell", SMALLEST_CELL)
    if k == round_.smallest_cell or round_.mode == "named":
        return []
    message = f"nothing rests on fewer than {round_.smallest_cell} people any more; {k} is read as that"
    return [draft.problem(Fault(("smallest_cell",), "smallest-cell", message, "it may be more, and never fewer"))]


def _without_publication(own: Draft) -> Draft:
    """A file of a round, in which nobody can claim what was published, or who has left."""
    hints = {
        "published": "remove it: results are published from a folder, by its first result",
        "left": "remove it: who has left follows from the schools of earlier rounds",
    }
    faults = [
        own.problem(Fault((key,), "unknown-key", f"{key!r} has no place in this file", hint))
        for key, hint in hints.items()
        if key in own.data
    ]
    data = {key: value for key, value in own.data.items() if key not in hints}
    return Draft(data, own.locate, (*own.problems, *faults), own.spoilt) if faults else own


def _with_cluster(own: Draft, cluster: Draft) -> Draft:
    """A round whose schools are kept in the cluster's folder; it is as confidential as the cluster unless it says."""
    said = {key: cluster.data[key] for key in ("name", "schools") if key in cluster.data}
    mode = {key: cluster.data[key] for key in ("mode",) if key in cluster.data}

    def locate(at: Path) -> Place:
        return cluster.locate(at[1:]) if at[:1] == ("cluster",) else own.locate(at)

    spoilt = own.spoilt | {("cluster", *at) for at in cluster.spoilt}
    return Draft({**mode, **own.data, "cluster": said}, locate, (*own.problems, *cluster.problems), spoilt)


def _with_journal(own: Draft, path: File) -> tuple[Draft, list[Problem], Sequence[Response]]:
    """A round whose responses are kept beside it, what is worth saying although nothing is missing, and the responses.

    Raises:
        InputError: what was published cannot be read.
    """
    with bytes_in(path, LARGEST_JOURNAL):
        journal = journal_at(path)
    published = publications(journal, str(path))[-1:]
    problems = list(journal.problems)
    if "responses" in own.data:
        hint = f"move them to {path.name}, or remove that file"
        problems.append(own.problem(Fault(("responses",), "two-places", "responses are kept in two places", hint)))
    kept = journal.latest
    people = viewed(kept, response_of)
    records = viewed(people, _as_data)

    def locate(at: Path) -> Place:
        if len(at) > 1 and at[0] == "responses" and isinstance(at[1], int):
            return str(path), kept[at[1]].line, field_of(at[2:], records[at[1]])
        return own.locate(at)

    fixed = settings_fixed(journal)
    data = {**own.data, **(fixed or {}), "responses": records, **({"published": published[0]} if published else {})}
    remarks = [*journal.remarks, *(_changed(own, fixed) if fixed else _of_old_rules(own, path, records))]
    if data.get("mode", "named") != "named" and records:
        # What shows results without closing is for invented answers, and for those that people gave to a rehearsal.
        loose = ("fictional",) if fixed else ("fictional", "rehearsal")
        remarks += [_not_loose(own, key) for key in loose if data.get(key) is True]
        data |= dict.fromkeys(loose, False)
    whole = Draft(data, locate, (*own.problems, *problems), own.spoilt)
    return whole, remarks, people


def _as_data(response: Response) -> dict[str, Any]:
    return vars(response)


def _of_old_rules(own: Draft, path: File, records: Sequence[object]) -> list[Problem]:
    """That a round was answered under rules that no longer hold."""
    if not records or own.data.get("mode", "named") == "named":
        return []
    message = "this round is from before results were published once: it shows nothing until its first result closes it"
    hint = (
        "that result asks; it rests on five people or more together and is rougher than before, and what is "
        "answered after it is kept and not counted"
    )
    return [Problem(str(path), None, "", "older-rules", message, hint)]


def _not_loose(own: Draft, key: str) -> Problem:
    """That a key which would show results of real answers without closing changes nothing."""
    message = f"'{key}: true' changes nothing: answers were given to this round, and its first result closes it"
    hint = (
        "remove it; an example is one file with its answers, and a rehearsal is opened with maturity start --rehearsal"
    )
    return own.problem(Fault((key,), "kind-is-fixed", message, hint))


def _changed(own: Draft, fixed: Mapping[str, object]) -> list[Problem]:
    """What was edited after the first answer had fixed it, and so changes nothing."""
    said, hint = settings_in(own.data), "write what it was again; for another kind open another round: maturity start"
    return [
        own.problem(
            Fault(
                (key,),
                "kind-is-fixed",
                f"{key} is {_plain(was)} since the first answer, and was changed to {_plain(said[key])} since, which "
                "changes nothing",
                hint,
            )
        )
        for key, was in fixed.items()
        if said[key] != was
    ]


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
