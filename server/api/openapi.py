"""The description of the API, made from the tables that the API itself reads."""

import json
from importlib.resources import files
from typing import Any

from server.api.parameters import List, Parameter, lists, parameters

ENTRIES = {
    "disclosures": "Disclosure", "figures": "Figure", "comparison": "Figure", "series": "Figure",
    "findings": "Finding", "projects": "Project",
}  # fmt: skip
VERSION = "1.0.0"  # of the API, which changes only when a client would notice


def description(root: str) -> dict[str, Any]:
    """The OpenAPI 3.1 document of the API at `root`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "预算 yusuan",
            "version": VERSION,
            "description": "Figures from the budget disclosures (部门预算公开) of China's government departments. "
            "Amounts are in yuan; each names the lines of the document that it was read from.",
        },
        "servers": [{"url": root.rstrip("/")}],
        "paths": {
            **{f"/api/v1/{name}": _list(each) for name, each in lists().items()},
            "/api/v1/disclosures/{id}": _one(),
            "/api/v1/values": _values(),
            "/search": _search(),
        },
        "components": {"schemas": json.loads((files("server") / "api" / "schemas.json").read_text("utf-8"))},
    }


def _list(each: List) -> dict[str, Any]:
    named = [parameters()[name] for name in (*each.parameters, "page", "size")]
    told = [_parameter(parameter, parameter.name in each.required) for parameter in named]
    return _get(each.name, each.summary, told, _paged(ENTRIES[each.name]))


def _one() -> dict[str, Any]:
    told = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]
    return _get("disclosure", "One disclosure, with its headline figures and files.", told, _ref("Disclosure"), 404)


def _values() -> dict[str, Any]:
    schema = {"type": "object", "required": ["results"], "properties": {"results": _many("Value")}}
    return _get("values", "The values by which the lists can be narrowed.", [], schema)


def _search() -> dict[str, Any]:
    told = [
        {"name": "q", "in": "query", "schema": {"type": "string", "maxLength": 200}, "example": "医疗救助"},
        {"name": "kind", "in": "query", "schema": {"type": "string"}, "example": "project"},
        {"name": "format", "in": "query", "schema": {"type": "string", "enum": ["json", "html"]}, "example": "json"},
        *(_parameter(parameters()[name], False) for name in ("page", "size")),
    ]
    return _get("search", "Things by the words of their names.", told, _paged("Thing"))


def _get(name: str, summary: str, told: list[dict[str, Any]], schema: dict[str, Any], *statuses: int) -> dict[str, Any]:
    problem = {"content": {"application/problem+json": {"schema": _ref("Problem")}}}
    refusals = {str(status): {"description": "Why there is no answer", **problem} for status in (400, *statuses)}
    good = {"description": "The answer", "content": {"application/json": {"schema": schema}}}
    said = {"operationId": name, "summary": summary, "parameters": told}
    return {"get": {**said, "responses": {"200": good, **refusals}}}


def _parameter(each: Parameter, required: bool) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "pattern": f"^{each.pattern}$"}
    if each.is_number:
        schema = {"type": "integer", "minimum": each.least, "maximum": each.most}
    said = {"name": each.name, "in": "query", "required": required, "description": each.description}
    return {**said, "schema": schema, "example": each.example}


def _paged(entry: str) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["total", "page", "size", "results", "links"],
        "properties": {
            "total": {"type": "integer"},
            "page": {"type": "integer"},
            "size": {"type": "integer"},
            "currency": {"type": "string"},
            "unit": {"type": "string"},
            "release": {"type": "string"},
            "links": {"type": "object", "additionalProperties": {"type": "string"}},
            "results": _many(entry),
        },
    }


def _many(entry: str) -> dict[str, Any]:
    return {"type": "array", "items": _ref(entry)}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
