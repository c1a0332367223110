"""The questionnaire file as JSON Schema, so that editors complete and check the YAML while it is written."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from maturity.model.questionnaire import Questionnaire
from maturity.model.shape_rules import NEEDED, OWN, SECOND, SHAPES


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a questionnaire file, with a description for every documented key."""
    schema = Questionnaire.model_json_schema()
    for name, definition in [("Questionnaire", schema), *schema["$defs"].items()]:
        for key, text in _attribute_docs(name).items():
            definition["properties"].get(key, definition["properties"].get(_ALIAS.get(key, ""))).setdefault(
                "description", text
            )
    schema["properties"]["extends"] = {
        "type": "object",
        "description": "Take everything that is not said here from another questionnaire.",
        "properties": {
            "questionnaire": {
                "type": "string",
                "description": "A shipped id, or a path relative to this file.",
            },
            "items": {"enum": ["all", "anchor"], "default": "all"},
        },
        "required": ["questionnaire"],
        "additionalProperties": False,
    }
    schema.pop("required")
    schema["required"] = ["format", "id", "version", "title"]
    schema["anyOf"] = [{"required": ["items"]}, {"required": ["extends"]}]
    schema["allOf"] = [
        _if({"format": {"const": SECOND}}, {"required": ["shape"]}),
        *(_if({"shape": {"const": shape}}, _shaped(shape, NEEDED.get(shape, ()))) for shape in SHAPES),
    ]
    schema["title"] = "maturity questionnaire"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


_ALIAS = {"start": "from", "parent": "in"}
"""Attributes whose key in the file is a word of Python."""


def _if(properties: dict[str, Any], then: dict[str, Any]) -> dict[str, Any]:
    return {"if": {"properties": properties, "required": list(properties)}, "then": then}


def _shaped(shape: str, needed: Sequence[str]) -> dict[str, Any]:
    """What a questionnaire of a shape must say, unless it takes it from another, and what it must not."""
    must: dict[str, Any] = {"anyOf": [{"required": list(needed)}, {"required": ["extends"]}]} if needed else {}
    elsewhere = {key: False for key, shapes in OWN.items() if shape not in shapes}
    return {**must, "properties": elsewhere}


def _attribute_docs(name: str) -> dict[str, str]:
    """The string that follows each annotated attribute of a model.

    Read here, when the schema is asked for: pydantic's own option reads the source at every start.
    """
    models = {model.__name__: model for model in _models(Questionnaire)}
    tree = ast.parse(textwrap.dedent(inspect.getsource(models[name]))).body[0]
    assert isinstance(tree, ast.ClassDef)
    docs: dict[str, str] = {}
    for attribute, after in zip(tree.body, tree.body[1:], strict=False):
        if (
            isinstance(attribute, ast.AnnAssign)
            and isinstance(attribute.target, ast.Name)
            and isinstance(after, ast.Expr)
            and isinstance(after.value, ast.Constant)
        ):
            docs[attribute.target.id] = inspect.cleandoc(str(after.value.value))
    return docs


def _models(model: type[BaseModel]) -> set[type[BaseModel]]:
    from maturity.model import guidance, parts, questionnaire, scale

    found = {model}
    for module in (guidance, parts, questionnaire, scale):
        found |= {value for value in vars(module).values() if isinstance(value, type) and issubclass(value, BaseModel)}
    return found
