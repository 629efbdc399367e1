"""Reading YAML as JSON data: no surprises in types, no key twice, and the line of everything."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Where = tuple[str | int, ...]
"""The way to a value, e.g. `("steps", 0, "needs")`."""


class UnreadableSource(Exception):
    """The file is not YAML, or says what JSON cannot."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(slots=True)
class Source:
    """What a file says, on which line each value stands, and the keys that come twice."""

    data: Any = None
    lines: dict[Where, int] = field(default_factory=dict)
    repeated: list[tuple[Where, int]] = field(default_factory=list)

    def line(self, where: Where) -> int:
        """The line of the value, or of the nearest thing around it."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)


class _Loader(yaml.SafeLoader):
    """The core types of YAML 1.2: `no` and `on` are words, a date is text, `010` is text."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - PyYAML's own class attribute

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """The next node; an alias is refused, since it can make a small file enormous."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call] # PyYAML's stubs lack it
            raise yaml.MarkedYAMLError(problem="alias (*)", problem_mark=mark)
        return super().compose_node(parent, index)


_TYPES = {
    "bool": (r"(?:true|false)$", "tf"),
    "null": (r"(?:~|null|)$", ["~", "n", ""]),
    "int": (r"[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    "float": (r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+]?[0-9]+)?$", "-+0123456789"),
}
for _name, (_pattern, _first) in _TYPES.items():
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", re.compile(_pattern), list(_first))
_JSON_TAGS = {f"tag:yaml.org,2002:{name}" for name in (*_TYPES, "str")}


def read_source(path: Path) -> Source:
    """The file's content; raises UnreadableSource."""
    try:
        return _read(_Loader(path.read_bytes()))
    except OSError as error:
        raise UnreadableSource(1, error.strerror or str(error)) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise UnreadableSource(mark.line + 1 if mark else 1, error.problem or str(error)) from error
    except yaml.YAMLError as error:
        raise UnreadableSource(1, str(error)) from error
    except RecursionError as error:
        raise UnreadableSource(1, "too deep") from error


def _read(loader: _Loader) -> Source:
    source, node = Source(), loader.get_single_node()
    if node is not None:
        source.data = _value(loader, node, (), source)
    return source


def _value(loader: _Loader, node: yaml.Node, where: Where, source: Source) -> Any:
    source.lines.setdefault(where, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(loader, node, where, source)
    if isinstance(node, yaml.SequenceNode):
        return [_value(loader, item, (*where, place), source) for place, item in enumerate(node.value)]
    if node.tag not in _JSON_TAGS:
        raise UnreadableSource(node.start_mark.line + 1, f"tag {node.tag}")
    return loader.construct_object(node)


def _mapping(loader: _Loader, node: yaml.MappingNode, where: Where, source: Source) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise UnreadableSource(line, "a key that is not a word")
        name = str(key.value)
        if name in values:
            source.repeated.append(((*where, name), line))
        source.lines[*where, name] = line
        values[name] = _value(loader, value, (*where, name), source)
    return values
