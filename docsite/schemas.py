"""The pages on the schemas, made of docs/*.schema.json and the docstrings of the structs."""

import ast
import inspect
import json
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any, NamedTuple

from docsite.hooks import ROOT
from labeler import document, verdict
from labeler.config import schema as config_schema
from labeler.policy import schema as policy_schema
from labeler.provenance import finding, manifests, signals
from labeler.report import schema as report_schema
from labeler.rules import schema as rules_schema


class SchemaPage(NamedTuple):
    """A page on one schema."""

    introduction: str
    schema: str
    """File in docs/."""
    top: str
    """What the schema's own keys stand under, or the definition it begins with."""
    modules: tuple[ModuleType, ...] = ()
    """Whose structs it was made of; their fields' docstrings are not in the schema."""


PAGES = {
    "report-schema.md": SchemaPage(
        "# The report\n\nWhat `labeler scan --format json` writes for a document. "
        "`labeler schema` prints the [JSON Schema](report.schema.json).\n"
        "Keys without a value are left out. Positions count code points of the decoded text, "
        "half-open; lines and columns count from 1.\n",
        "report.schema.json",
        "Report",
        (report_schema, signals, finding, manifests, verdict, document),
    ),
    "rule-schema.md": SchemaPage(
        "# Rule files\n\nEvery key of a rule file; [rules.md](rules.md) says how to write one. "
        "`labeler rules schema` prints the [JSON Schema](rules.schema.json).\n",
        "rules.schema.json",
        "A rule file",
        (rules_schema,),
    ),
    "configuration-schema.md": SchemaPage(
        "# Keys of the configuration\n\nEvery key of `.labeler.yaml` and `[tool.labeler]`; "
        "[configuration.md](configuration.md) and [policy.md](policy.md) say what they are for.\n"
        "`labeler config schema` prints the [JSON Schema](config.schema.json).\n",
        "config.schema.json",
        "ConfigFile",
        (config_schema, policy_schema),
    ),
}


def page(wanted: SchemaPage) -> str:
    """The page in Markdown: a table for each kind of object."""
    schema = json.loads((ROOT / "docs" / wanted.schema).read_text("utf-8"))
    definitions: dict[str, Any] = schema["$defs"]
    if "properties" in schema:
        definitions = {wanted.top: schema} | definitions
    told = {name: text for module in wanted.modules for name, text in _told(module).items()}
    return "\n".join([wanted.introduction, *_sections(definitions, told), ""]).rstrip() + "\n"


def _sections(definitions: Mapping[str, Any], told: Mapping[str, str]) -> Iterator[str]:
    for name, definition in definitions.items():
        if "properties" not in definition:
            continue
        yield f"## {name}\n"
        if "description" in definition:
            yield f"{_one_line(definition['description'])}\n"
        yield "| key | holds | | what it is |\n|---|---|---|---|"
        needed = definition.get("required", ())
        for key, value in definition["properties"].items():
            field = f"{name}.{key.replace('-', '_')}"
            text = _one_line(
                value.get("description") or told.get(field) or _of_its_kind(value, definitions)
            )
            yield f"| `{key}` | {_holds(value)} | {'required' if key in needed else ''} | {text} |"
        yield ""


def _holds(value: Mapping[str, Any]) -> str:
    """What a value must be, in words."""
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in value:
        options = [option for option in value["anyOf"] if option != {"type": "null"}]
        return " or ".join(dict.fromkeys(_holds(option) for option in options))
    if "enum" in value:
        return ", ".join(f"`{json.dumps(item).strip(chr(34))}`" for item in value["enum"])
    if "const" in value:
        return f"`{value['const']}`"
    kind = value.get("type", "anything")
    if kind == "array":
        items = value.get("items") or {}
        return f"list of {_holds(items)}" if items else "list"
    if kind == "object" and isinstance(value.get("additionalProperties"), dict):
        return f"object of {_holds(value['additionalProperties'])}"
    return str(kind) if isinstance(kind, str) else " or ".join(kind)


def _of_its_kind(value: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    """What is said of the one kind of object that a value is or lists."""
    kind = value.get("items", value).get("$ref", "").rpartition("/")[2]
    return str(definitions[kind].get("description", "")) if kind else ""


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _told(module: ModuleType) -> dict[str, str]:
    """The docstrings of all fields of a module's structs, as `Struct.field`."""
    found = {}
    for struct in ast.parse(inspect.getsource(module)).body:
        if isinstance(struct, ast.ClassDef):
            for field, after in zip(struct.body, struct.body[1:], strict=False):
                match field, after:
                    case (
                        ast.AnnAssign(target=ast.Name(name)),
                        ast.Expr(value=ast.Constant(value=str(text))),
                    ):
                        found[f"{struct.name}.{name}"] = inspect.cleandoc(text)
    return found
