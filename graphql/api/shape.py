"""How large a document is as it is written, judged before anything looks at the schema.

Fragments count wherever they are spread. The first limit that is passed ends the judging, so that it looks at no more
than `MAX_SELECTIONS` selections, and so that validation, which compares every two fields under one name, stays small.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
)

from api.errors import TooLarge

MAX_SELECTIONS = 600
"""Of a whole document, its fragments written out: the question by which tools read the contract has 200."""
MAX_DEPTH = 15
"""As deep as that question goes."""
MAX_FIELDS = 100
"""At one place of the answer."""
MAX_REPEATED = 10
"""How often one name is asked for at one place: once by each of some fragments that do not know of one another."""
MAX_ALIASES = 30


def judge(document: DocumentNode) -> int:
    """How many selections the document has; raises TooLarge."""
    return _Judge(document).judged()


class _Judge:
    def __init__(self, document: DocumentNode) -> None:
        fragments = [n for n in document.definitions if isinstance(n, FragmentDefinitionNode)]
        self._operations = [n for n in document.definitions if isinstance(n, OperationDefinitionNode)]
        self._fragments = {node.name.value: node for node in fragments}
        self._unspread = {id(node): node for node in fragments}
        self._selections = self._aliases = 0

    def judged(self) -> int:
        for operation in self._operations:
            self._place([operation.selection_set], 1)
        while self._unspread:  # validation looks at these, too
            _, fragment = self._unspread.popitem()
            self._place([fragment.selection_set], 1)
        return self._selections

    def _place(self, asked: Iterable[SelectionSetNode], depth: int) -> None:
        """Judge what is asked at one place of the answer by all the selection sets that meet there."""
        if depth > MAX_DEPTH:
            raise TooLarge(f"The query is more than {MAX_DEPTH} levels deep.")
        named, fields = defaultdict[str, list[FieldNode]](list), 0
        for fields, field in enumerate(self._fields(asked), start=1):
            if fields > MAX_FIELDS:
                raise TooLarge(f"The query asks for more than {MAX_FIELDS} fields of one thing.")
            name = (field.alias or field.name).value
            named[name].append(field)
            if len(named[name]) > MAX_REPEATED:
                raise TooLarge(f"The query asks for “{name}” of one thing more than {MAX_REPEATED} times.")
        for same in named.values():
            if below := [field.selection_set for field in same if field.selection_set]:
                self._place(below, depth + 1)

    def _fields(self, asked: Iterable[SelectionSetNode]) -> Iterator[FieldNode]:
        waiting: list[SelectionNode] = [node for one in asked for node in one.selections]
        while waiting:
            node = waiting.pop()
            self._count(node)
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, FragmentSpreadNode):
                waiting += self._spread(node.name.value)
            elif isinstance(node, InlineFragmentNode):
                waiting += node.selection_set.selections

    def _count(self, node: SelectionNode) -> None:
        self._selections += 1
        if self._selections > MAX_SELECTIONS:
            raise TooLarge(f"The query has more than {MAX_SELECTIONS} fields, its fragments written out.")
        self._aliases += isinstance(node, FieldNode) and node.alias is not None
        if self._aliases > MAX_ALIASES:
            raise TooLarge(f"The query has more than {MAX_ALIASES} aliases, its fragments written out.")

    def _spread(self, name: str) -> Iterable[SelectionNode]:
        """What is in a fragment; one that is not there is for validation to tell."""
        fragment = self._fragments.get(name)
        if fragment is None:
            return ()
        self._unspread.pop(id(fragment), None)
        return fragment.selection_set.selections
