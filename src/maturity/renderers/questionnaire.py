"""A questionnaire as a YAML file of its own: to be edited, or frozen beside the answers."""

from __future__ import annotations

from typing import Any

from maturity.model import Questionnaire
from maturity.model.shape_rules import SECOND

SCHEMA = "questionnaire.schema.json"
HEAD = f"# yaml-language-server: $schema=./{SCHEMA}\n"
"""Where an editor looks for the schema: beside the file."""


def render(questionnaire: Questionnaire) -> bytes:
    """The whole questionnaire as YAML that reads back to the same fingerprint.

    What equals its default is left out; nothing refers to another file.
    """
    import yaml

    class Dumper(yaml.SafeDumper):
        """Indents lists below their key, and quotes every text, so that no YAML 1.1 trap can catch it."""

        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            super().increase_indent(flow, False)

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        plain = value.replace(".", "").replace("_", "").replace("-", "").isalpha() and not _is_trap(value)
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if plain else '"')

    Dumper.add_representer(str, text)
    data: dict[str, Any] = {
        "format": questionnaire.format,
        **({"shape": questionnaire.shape} if questionnaire.format == SECOND else {}),
        **questionnaire.model_dump(mode="json", exclude_defaults=True),
    }
    if questionnaire.is_mean_total:
        # A total that does not say how is a sum.
        data["overall"] = {**data.get("overall", {}), "combine": "mean"}
    # JSON has only text for keys; levels are numbers.
    dumped = yaml.dump(
        _numbered(data), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=10_000, default_flow_style=False
    )
    return (HEAD + dumped).encode()


def _is_trap(value: str) -> bool:
    import yaml

    return not isinstance(yaml.safe_load(value), str)


def _numbered(value: Any) -> Any:
    if isinstance(value, dict):
        return {int(key) if key.lstrip("-").isdigit() else key: _numbered(inner) for key, inner in value.items()}
    return [_numbered(inner) for inner in value] if isinstance(value, list) else value
