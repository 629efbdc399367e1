"""People and their accounts in the contract."""

import strawberry

from api.agencies.types import Agency
from api.context import Context, Info
from api.enums import publish
from api.fields import field
from api.ids import Node
from api.scalars import NIK, PhoneNumber
from models.accounts.queries import AccountRow, phone_of
from models.kit.actor import ActorKind, OfficerRole
from models.kit.ids import public_id
from models.people.queries import PersonRow, nik_of

publish(
    ActorKind,
    "Who acts.",
    {
        ActorKind.CITIZEN: "Somebody who applies.",
        ActorKind.OFFICER: "Somebody who works for an agency.",
        ActorKind.SYSTEM: "The machine itself; it has no account.",
    },
)
publish(
    OfficerRole,
    "What an officer does in the agency.",
    {
        OfficerRole.OFFICER: "Handles files: checks, verifies, decides.",
        OfficerRole.HEAD: "Heads the agency and signs.",
    },
)


@strawberry.type(description="A person, as far as the caller may know of them.")
class Person:
    """A person."""

    name: str = strawberry.field(description="The full name, as on the identity card.")
    nik: NIK | None = strawberry.field(
        description="The NIK. Null unless the caller is that person or has a step that needs it."
    )
    phone: PhoneNumber | None = strawberry.field(
        description="The telephone number. Null unless the caller is that person or has a step that needs it."
    )

    @classmethod
    def of(cls, row: PersonRow, account: AccountRow, context: Context, *, whole: bool) -> "Person":
        """A person as the caller may see them: whole, or the name alone."""
        if not whole:
            return cls(name=row.name, nik=None, phone=None)
        vault = context.regency.vault
        phone = phone_of(account, vault)
        return cls(name=row.name, nik=NIK(nik_of(row, vault)), phone=PhoneNumber(phone) if phone else None)


@strawberry.type(description="An officer, as colleagues in the same agency see them.")
class Officer:
    """A colleague."""

    username: str = strawberry.field(description="The user name; `handOverTask` takes it.")
    name: str = strawberry.field(description="The name.")
    position: str = strawberry.field(description="The position, as it stands under a signature.")

    @classmethod
    def of(cls, row: AccountRow) -> "Officer":
        """An officer as colleagues see them."""
        return cls(username=row.username or "", name=row.name, position=row.position)


@strawberry.type(description="The account behind the bearer token.")
class Account(Node):
    """One's own account."""

    row: strawberry.Private[AccountRow]
    kind: ActorKind = strawberry.field(description="Citizen or officer.")
    name: str = strawberry.field(description="The name; empty until a citizen has told it.")
    username: str | None = strawberry.field(description="An officer's user name.")
    role: OfficerRole | None = strawberry.field(description="What an officer does in the agency.")
    position: str = strawberry.field(description="An officer's position, as it stands under a signature.")

    @classmethod
    def of(cls, row: AccountRow) -> "Account":
        """An account as its owner sees it."""
        return cls(
            id=strawberry.ID(public_id("account", row.id)),
            row=row,
            kind=row.kind,
            name=row.name,
            username=row.username,
            role=row.role,
            position=row.position,
        )

    @field("The agency that an officer works for.")
    async def agency(self, info: Info) -> Agency | None:
        """Where an officer works."""
        if self.row.agency_id is None:
            return None
        return Agency.of(await info.context.loaders.agencies.load(self.row.agency_id))

    @field("The others with an officer's role in the agency, by name: to them a task may be handed over.")
    async def colleagues(self, info: Info) -> list[Officer]:
        """Who else is there."""
        if self.row.role is None:
            return []
        return [Officer.of(row) for row in await info.context.loaders.colleagues.load(self.row.role)]

    @field("Who a citizen is; null until they have told it, once, on the website.")
    async def person(self, info: Info) -> Person | None:
        """Who a citizen is."""
        if self.row.person_id is None:
            return None
        person = await info.context.loaders.people.load(self.row.person_id)
        return Person.of(person, self.row, info.context, whole=True)
