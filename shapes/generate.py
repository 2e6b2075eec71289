"""Writes the shapes that follow from data: `structure/codes.ttl` and `structure/dimensions.ttl`.

Run `python -m shapes.generate` after a change of a code list or of `ontology/vocabulary/dsd.csv`.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import chain
from pathlib import Path

from rdflib import RDFS, Graph, Literal

from ontology import codes, dsd, iris
from ontology.codes import Scheme
from ontology.namespaces import CODE, PREFIXES, SHAPE
from ontology.terms import YS

FOLDER = Path(__file__).parent / "structure"
_ROLES = {"detail": "DetailLine", "total": "TotalLine", "memo": "MemoLine"}


def codes_turtle() -> str:
    """Shapes for the values of every coded property: in its list (or of the right form), and described."""
    shapes = (_code_shape(scheme, name) for scheme in codes.schemes().values() for name in _users(scheme))
    return _document("Which codes a property may have, and that the graph describes them.", shapes)


def dimensions_turtle() -> str:
    """Shapes for the lines of each kind of table: every dimension that not all kinds have."""
    kinds = [_kind_shape(kind) for kind in dsd.kinds()]
    singles = [_single_shape(name) for name in dict.fromkeys(chain(*map(_specific, dsd.kinds())))]
    title = "That each line has the dimensions of its kind of table, and stands in a data set of its role."
    return _document(title, [*kinds, *singles, *map(_role_shape, _ROLES), _structure_shape()])


def _document(title: str, shapes: Iterator[str] | list[str]) -> str:
    prefixes = {name: PREFIXES[name] for name in ("qb", "sh", "skos", "xsd", "ys")} | {"shape": SHAPE}
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes.items())
    return f"# {title}\n# Written by `python -m shapes.generate`.\n{head}\n" + "\n".join(shapes)


def _users(scheme: Scheme) -> tuple[str, ...]:
    return tuple(name for name in scheme.users if name != "project")


def _code_shape(scheme: Scheme, name: str) -> str:
    chinese, english = _labels(name)
    listed = "|".join(concept.notation for concept in codes.scheme(scheme.name))
    pattern = f"^{CODE}{scheme.name}/({scheme.pattern if scheme.open else listed})$".replace("\\", "\\\\")
    return f"""shape:code-{name} a sh:NodeShape ; sh:targetObjectsOf ys:{name} ;
    sh:pattern "{pattern}" ;
    sh:message "“{chinese}”应为代码表“{scheme.label_zh}”（{scheme.name}）的代码。"@zh,
        "{english}: expected a code of the list {scheme.name}."@en ;
    sh:property shape:code-{name}-described .

shape:code-{name}-described a sh:PropertyShape ; sh:path skos:inScheme ;
    sh:hasValue <{iris.scheme(scheme.name)}> ;
    sh:message "“{chinese}”的代码应在同一图中描述，并属于代码表 {scheme.name}。"@zh,
        "{english}: expected the code to be described in this graph, in the list {scheme.name}."@en .
"""


def _kind_shape(kind: str) -> str:
    label = codes.scheme("table-kind")[kind].label_zh
    properties = [_dimension(kind, label, name) for name in _specific(kind)]
    names = ",\n        ".join(f"shape:{kind}-{name}" for name, _ in properties)
    return f"""shape:{kind} a sh:NodeShape ; sh:targetNode <{iris.dsd(kind)}> ;
    sh:property shape:{kind}-lines .

shape:{kind}-lines a sh:PropertyShape ;
    sh:path ( [ sh:inversePath qb:structure ] [ sh:inversePath qb:dataSet ] ) ;
    sh:property {names} .

""" + "\n".join(text for _, text in properties)


def _specific(kind: str) -> tuple[str, ...]:
    return dsd.dimensions(kind)[len(dsd.COMMON) :]


def _dimension(kind: str, table: str, name: str) -> tuple[str, str]:
    chinese, english = _labels(name)
    return name, (
        f"shape:{kind}-{name} a sh:PropertyShape ; sh:path ys:{name} ; sh:minCount 1 ;\n"
        f'    sh:message "“{table}”的每一行应有“{chinese}”（ys:{name}）。"@zh,\n'
        f'        "{kind}: {english}: expected ys:{name} on every line."@en .\n'
    )


def _single_shape(name: str) -> str:
    """One value of a dimension on each line that has it, of the right kind."""
    chinese, english = _labels(name)
    datatype = _datatype(name)
    kind = f"sh:datatype {datatype}" if datatype else "sh:nodeKind sh:IRI"
    return f"""shape:single-{name} a sh:PropertyShape ; sh:targetClass qb:Observation ; sh:path ys:{name} ;
    sh:maxCount 1 ; {kind} ;
    sh:message "每一行至多有一个“{chinese}”（ys:{name}，{datatype or "IRI"}）。"@zh,
        "{english}: expected at most one ys:{name} ({datatype or "IRI"}) on a line."@en .
"""


def _role_shape(role: str) -> str:
    concept = codes.scheme("role")[role]
    return f"""shape:role-{role} a sh:NodeShape ; sh:targetNode <{concept.iri}> ;
    sh:property shape:role-{role}-lines .

shape:role-{role}-lines a sh:PropertyShape ;
    sh:path ( [ sh:inversePath ys:lineRole ] [ sh:inversePath qb:dataSet ] ) ; sh:class ys:{_ROLES[role]} ;
    sh:message "“{concept.label_zh}”数据集中的每一行应为 ys:{_ROLES[role]}。"@zh,
        "Every line in a data set of role {role} is expected to be a ys:{_ROLES[role]}."@en .
"""


def _structure_shape() -> str:
    listed = "\n        ".join(f"<{iris.dsd(kind)}>" for kind in dsd.kinds())
    return f"""shape:structure a sh:NodeShape ; sh:targetObjectsOf qb:structure ;
    sh:in ( {listed} ) ;
    sh:message "数据结构应为词汇表所定义的数据结构之一。"@zh,
        "data structure definition: expected one that the vocabulary defines."@en .
"""


@cache
def _vocabulary() -> Graph:
    graph = Graph()
    for name in ("components.ttl", "properties.ttl"):
        graph.parse(data=files("ontology").joinpath("vocabulary", name).read_text("utf-8"), format="turtle")
    return graph


def _labels(name: str) -> tuple[str, str]:
    labels = _vocabulary().objects(YS[name], RDFS.label)
    found = {label.language: str(label) for label in labels if isinstance(label, Literal)}
    return found["zh"], found["en"]


def _datatype(name: str) -> str:
    """The datatype of a dimension as a prefixed name, or nothing when its values are IRIs."""
    value = str(_vocabulary().value(YS[name], RDFS.range))
    return value.replace(PREFIXES["xsd"], "xsd:") if value.startswith(PREFIXES["xsd"]) else ""


def main() -> None:
    """Write both files."""
    for name, text in (("codes.ttl", codes_turtle()), ("dimensions.ttl", dimensions_turtle())):
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(FOLDER / name)


if __name__ == "__main__":
    main()
