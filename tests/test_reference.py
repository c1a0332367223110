"""The authors' reference says what the program does: every key with its meaning and an example that it takes."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path
from typing import Annotated, Any

import pytest
import yaml
from pydantic import TypeAdapter

from maturity.model import guidance, parts, questionnaire, scale
from maturity.model.base import Frozen
from maturity.model.schema import json_schema
from maturity.readers.questionnaire import Extends, read_questionnaire

ROOT = Path(__file__).parents[1]
MADE: dict[str, Any] = runpy.run_path(str(ROOT / "bench" / "reference.py"))
EXAMPLES: dict[str, dict[str, str]] = MADE["EXAMPLES"]
MODELS: dict[str, type[Frozen]] = {
    name: value
    for module in (questionnaire, parts, scale, guidance)
    for name, value in vars(module).items()
    if isinstance(value, type) and issubclass(value, Frozen)
}
KEYS = [(name, key) for name, examples in EXAMPLES.items() for key in examples]


def test_the_page_is_the_one_that_is_made_from_the_models() -> None:
    assert MADE["PAGE"].read_text("utf-8") == MADE["page"](), "renew it: make reference"


def test_the_shipped_schema_is_the_one_that_is_made_from_the_models() -> None:
    shipped = json.loads(MADE["SCHEMA_FILE"].read_text("utf-8"))
    assert shipped == json_schema(), "renew it: make reference"


def test_every_key_of_every_model_says_what_it_is_and_has_an_example() -> None:
    schema = json_schema()
    models = {"Questionnaire": schema, **schema["$defs"]}
    silent = [
        (name, key)
        for name, one in models.items()
        for key, said in one["properties"].items()
        if not said.get("description")
    ]
    assert silent == []
    assert {name: set(one["properties"]) for name, one in models.items()} == {
        name: set(examples) for name, examples in EXAMPLES.items()
    }


@pytest.mark.parametrize(("name", "key"), KEYS)
def test_every_example_is_one_that_the_program_takes(name: str, key: str) -> None:
    found = yaml.safe_load(EXAMPLES[name][key])
    assert list(found) == [key]
    if key == "extends":
        Extends.model_validate(found[key], strict=True)
        return
    field = next(field for known, field in MODELS[name].model_fields.items() if key in (known, field.alias))
    type_: Any = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
    TypeAdapter(type_).validate_python(found[key])


def test_every_whole_questionnaire_on_the_page_has_no_fault(tmp_path: Path) -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", MADE["PAGE"].read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 6
    for number, block in enumerate(blocks):
        path = tmp_path / f"{number}.yaml"
        path.write_text(block, "utf-8")
        asked, problems = read_questionnaire(path)
        assert problems == []
        assert asked is not None
