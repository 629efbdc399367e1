"""Permits in the contract."""

from datetime import date, datetime

import strawberry

from api.context import Context
from api.enums import publish
from api.ids import Node
from models.kit.ids import public_id
from models.people.workflow import masked_name
from models.permits.queries import PermitRow
from models.permits.workflow import PermitState

publish(
    PermitState,
    "How an issued document stands today.",
    {
        PermitState.VALID: "It holds.",
        PermitState.REVOKED: "It was taken back.",
        PermitState.EXPIRED: "Its last day is over.",
    },
)
NUMBER = "The number on the document."
STATE = "How it stands today."
SIGNED_BY = "The legal signatory: name and position. Never a machine."
CERTIFIED = "Whether the signature is a certified one (TTE tersertifikasi); false for a sample."
ISSUED_AT = "When it was signed."
VALID_UNTIL = "Its last day; null when it holds without end."
SHA256 = "SHA-256 of the signed PDF, in hexadecimal."


@strawberry.type(
    description="An issued document (izin, surat keterangan …), for its holder and the agencies concerned."
)
class Permit(Node):
    """An issued document."""

    number: str = strawberry.field(description=NUMBER)
    code: str = strawberry.field(description="The code in its QR: whoever has it may check the document.")
    state: PermitState = strawberry.field(description=STATE)
    issued_at: datetime = strawberry.field(description=ISSUED_AT)
    valid_until: date | None = strawberry.field(description=VALID_UNTIL)
    signed_by: str = strawberry.field(description=SIGNED_BY)
    certified: bool = strawberry.field(description=CERTIFIED)
    sha256: str = strawberry.field(description=SHA256)
    url: str = strawberry.field(
        description="Where to fetch the signed PDF, with the bearer token; that look is noted. For an agency whose"
        " steps may not see all that is printed in it, the public page that checks it."
    )

    @classmethod
    def of(cls, row: PermitRow, context: Context) -> "Permit":
        """A permit as those concerned see it, with a link to it."""
        links = context.regency.links
        return cls(
            id=strawberry.ID(public_id("permit", row.id)),
            number=row.number,
            code=row.code,
            state=row.state,
            issued_at=context.local(row.issued_at),
            valid_until=row.valid_until,
            signed_by=row.signed_by,
            certified=row.certified,
            sha256=row.sha256,
            url=links.to("permit", row.id) if row.readable else links.check_page(row.code),
        )


@strawberry.type(description="What a stranger may know of an issued document.")
class PermitCheck:
    """An issued document, as strangers see it."""

    number: str = strawberry.field(description=NUMBER)
    service: str = strawberry.field(description="What it is.")
    holder: str = strawberry.field(description="Whose it is, masked: the first letter of each name.")
    issuer: str = strawberry.field(description="The agency that issued it.")
    signed_by: str = strawberry.field(description=SIGNED_BY)
    certified: bool = strawberry.field(description=CERTIFIED)
    state: PermitState = strawberry.field(description=STATE)
    issued_at: datetime = strawberry.field(description=ISSUED_AT)
    valid_until: date | None = strawberry.field(description=VALID_UNTIL)
    sha256: str = strawberry.field(description=SHA256)

    @classmethod
    def of(cls, row: PermitRow, context: Context) -> "PermitCheck":
        """A permit as a stranger sees it: the holder masked."""
        return cls(
            number=row.number,
            service=row.service,
            holder=masked_name(row.holder),
            issuer=row.issuer,
            signed_by=row.signed_by,
            certified=row.certified,
            state=row.state,
            issued_at=context.local(row.issued_at),
            valid_until=row.valid_until,
            sha256=row.sha256,
        )
