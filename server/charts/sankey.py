"""A Sankey diagram of three columns or more: how money flows from one division of it to the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from server.charts.words import fitted

NODE, GAP, SIZE = 14.0, 10.0, 14.0


@dataclass(frozen=True, slots=True)
class Node:
    """A place where flows meet: its name, its amount, its bar, and the words beside it."""

    key: str
    label: str
    words: str
    amount: Decimal
    layer: int
    colour: int
    x: float
    y: float
    height: float
    text_x: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A flow from a node to one of the next layer; `path` is its outline as SVG writes it."""

    source: Node
    target: Node
    amount: Decimal
    path: str


@dataclass(frozen=True, slots=True)
class Sankey:
    """The whole diagram."""

    nodes: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]
    width: float
    height: float


Flow = tuple[Sequence[str], Decimal]


def sankey(flows: Sequence[Flow], labels: Mapping[str, str], width: float = 960, height: float = 380) -> Sankey:
    """The diagram of flows, each a key per layer and an amount; amounts that are not above zero are left out."""
    kept = [(tuple(path), amount) for path, amount in flows if amount > 0]
    layers = [_totals(kept, number) for number in range(len(kept[0][0]))] if kept else []
    room = height - GAP * max((len(each) - 1 for each in layers), default=0)
    whole = max((float(sum(each.values())) for each in layers), default=1.0)
    nodes = _nodes(layers, labels, width, max(room, height / 2) / whole)
    bottom = max((node.y + node.height for node in nodes.values()), default=height)
    return Sankey(tuple(nodes.values()), tuple(_ribbons(kept, nodes)), width, bottom)


def _totals(flows: Sequence[tuple[tuple[str, ...], Decimal]], layer: int) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for path, amount in flows:
        found[path[layer]] = found.get(path[layer], Decimal(0)) + amount
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


def _nodes(
    layers: list[dict[str, Decimal]], labels: Mapping[str, str], width: float, scale: float
) -> dict[tuple[int, str], Node]:
    nodes: dict[tuple[int, str], Node] = {}
    step = (width - NODE) / max(len(layers) - 1, 1)
    for layer, totals in enumerate(layers):
        y = 0.0
        for number, (key, amount) in enumerate(totals.items()):
            last = layer == len(layers) - 1
            x = layer * step
            text_x, anchor = (x - 8, "end") if last else (x + NODE + 8, "start")
            height = max(float(amount) * scale, 1.0)
            nodes[layer, key] = Node(
                key, labels.get(key, key), fitted(labels.get(key, key), SIZE, step * 0.62), amount, layer,
                number % 8 + 1, x, y, height, text_x, anchor,
            )  # fmt: skip
            y += max(height, SIZE * 1.3 - GAP) + GAP
    return nodes


def _ribbons(flows: Sequence[tuple[tuple[str, ...], Decimal]], nodes: dict[tuple[int, str], Node]) -> list[Ribbon]:
    """The flows between neighbouring layers, stacked at each node in the order of the nodes they go to."""
    between: dict[tuple[int, str, str], Decimal] = {}
    for path, amount in flows:
        for layer, pair in enumerate(pairwise(path)):
            between[layer, *pair] = between.get((layer, *pair), Decimal(0)) + amount
    order = {key: number for number, key in enumerate(nodes)}
    leaving = {key: node.y for key, node in nodes.items()}
    arriving = dict(leaving)
    ribbons: list[Ribbon] = []
    places = sorted(between, key=lambda one: (order[one[0], one[1]], order[one[0] + 1, one[2]]))
    for layer, from_key, to_key in places:
        amount = between[layer, from_key, to_key]
        source, target = nodes[layer, from_key], nodes[layer + 1, to_key]
        thick_left = source.height * float(amount / source.amount)
        thick_right = target.height * float(amount / target.amount)
        top_left, top_right = leaving[layer, from_key], arriving[layer + 1, to_key]
        leaving[layer, from_key] += thick_left
        arriving[layer + 1, to_key] += thick_right
        path_text = _outline(source.x + NODE, top_left, thick_left, target.x, top_right, thick_right)
        ribbons.append(Ribbon(source, target, amount, path_text))
    return ribbons


def _outline(x1: float, y1: float, left: float, x2: float, y2: float, right: float) -> str:
    middle = (x1 + x2) / 2
    return (
        f"M{x1:.1f} {y1:.1f}C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
        f"V{y2 + right:.1f}C{middle:.1f} {y2 + right:.1f} {middle:.1f} {y1 + left:.1f} {x1:.1f} {y1 + left:.1f}Z"
    )
