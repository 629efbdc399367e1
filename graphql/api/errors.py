"""From refusals to coded problems: the one table of this door."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any, cast

import strawberry
from graphql import GraphQLError
from strawberry.extensions import FieldExtension

from api.context import Context, Info
from api.enums import publish
from api.fields import F
from models.kit import errors
from models.kit.errors import InvalidInput, NotAllowed, ProblemCode, Refusal
from models.kit.text import N_

publish(
    ProblemCode,
    "What kind of problem it is. Clients switch on this, never on the message.",
    {
        ProblemCode.REQUIRED: "Something that is needed is missing.",
        ProblemCode.INVALID: "The value is not one that can be accepted.",
        ProblemCode.NOT_FOUND: "There is no such thing, or the caller may not know of it.",
        ProblemCode.NOT_ALLOWED: "The caller may not do this.",
        ProblemCode.CONFLICT: "The state of the application does not allow this.",
        ProblemCode.ALREADY_DECIDED: "Somebody has decided this task before.",
        ProblemCode.KEY_REUSED: "The idempotency key was used before, for other content.",
        ProblemCode.VERSION_CHANGED: "The service has changed since the form was read.",
        ProblemCode.TOO_LARGE: "More than is accepted.",
        ProblemCode.UNSUPPORTED_TYPE: "A document of a type that is not accepted here.",
        ProblemCode.RATE_LIMITED: "Too many tries; the way is shut for a while.",
        ProblemCode.UNAVAILABLE: "Something that this needs is not ready; the same request later may pass.",
    },
)


class NobodySignedIn(NotAllowed):
    """The request carries no token."""

    message = N_("Sertakan token akses untuk melakukan ini.")


class TooLarge(GraphQLError):
    """A document that asks for more than one request may."""

    def __init__(self, message: str) -> None:
        super().__init__(message, extensions={"code": ProblemCode.TOO_LARGE.value})


@strawberry.type(description="One thing that is wrong with a request.")
class Problem:
    """A problem with its code, its place and its message."""

    code: ProblemCode = strawberry.field(description="What kind of problem it is.")
    path: list[str] = strawberry.field(
        description='Where in the input, for example `["answers", "width"]`, `["documents", "site-photo"]` or'
        ' `["findings", "0", "message"]`; empty when it is about the request as a whole.'
    )
    message: str = strawberry.field(description="What to tell the person, in plain Indonesian.")


@strawberry.type(
    description="Why nothing was done: all problems that were found, at once. Nothing was stored."
)
class Problems:
    """Why nothing was done."""

    problems: list[Problem] = strawberry.field(description="At least one, in the order of the form.")


def problems_of(refusal: Refusal, context: Context) -> Problems:
    """A refusal in the contract's shape and the reader's language."""
    return Problems(problems=[_told(problem, context) for problem in refusal.problems])


def _told(problem: errors.Problem, context: Context) -> Problem:
    message = context.say(problem.message, problem.facts)
    return Problem(code=problem.code, path=list(problem.path), message=message)


def as_error(refusal: Refusal, context: Context, error: GraphQLError) -> GraphQLError:
    """A refusal of a query as an entry of `errors`, its code at `extensions.code`."""
    problems = problems_of(refusal, context).problems
    told = [{"code": p.code.value, "path": p.path, "message": p.message} for p in problems]
    return GraphQLError(
        problems[0].message,
        nodes=error.nodes,
        path=error.path,
        extensions={"code": problems[0].code.value, "problems": told},
    )


class RefusalsAsProblems(FieldExtension):
    """Every mutation answers what it was refused as `Problems`, and reads afresh what it has changed."""

    async def resolve_async(self, next_: Any, source: Any, info: Info, **kwargs: Any) -> Any:
        """Run the mutation."""
        info.context.forget()
        try:
            if info.context.account is None:
                raise NobodySignedIn()
            _refuse_unstorable(kwargs["input"])
            return await next_(source, info, **kwargs)
        except Refusal as refusal:
            return problems_of(refusal, info.context)


def mutation(description: str) -> Callable[[F], F]:
    """A mutation that the decorated function carries out; what it is refused becomes `Problems`."""
    made = strawberry.mutation(description=description, extensions=[RefusalsAsProblems()])
    return cast(Callable[[F], F], made)


def _refuse_unstorable(input: object) -> None:
    message = N_("Isian memuat karakter yang tidak dapat disimpan.")
    if faults := list(_nul_in(input, ())):
        raise InvalidInput(*(errors.Problem(ProblemCode.INVALID, path, message) for path in faults))


def _nul_in(value: object, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Where PostgreSQL's one forbidden character stands."""
    if isinstance(value, str) and "\0" in value:
        yield path
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _nul_in(part, (*path, str(index)))
    elif isinstance(value, dict):
        for name, part in value.items():
            place = path if "\0" in name else (*path, name)
            yield from _nul_in(name, place)
            yield from _nul_in(part, place)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _nul_in(getattr(value, field.name), (*path, _camel(field.name)))


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.title() for part in rest)
