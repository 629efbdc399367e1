"""The published promise of a service."""

from collections.abc import Iterable

import strawberry

from models.kit.text import Text
from models.services import definition


@strawberry.type(description="What a service costs.")
class Fee:
    """What it costs."""

    amount: int | None = strawberry.field(
        description="Whole rupiah; 0 is free, null is worked out later (a tax)."
    )
    text: str = strawberry.field(description="What people read about it.")


@strawberry.type(
    description="The fourteen components of a Standar Pelayanan (Law 25/2009 article 21, PermenPAN-RB 15/2014): what"
    " the applicant can rely on, then what stands behind it."
)
class ServiceStandard:
    """The fourteen components."""

    requirements: list[str] = strawberry.field(description="1. What the applicant has to have (persyaratan).")
    procedure: list[str] = strawberry.field(
        description="2. What happens, in order (sistem, mekanisme, dan prosedur)."
    )
    duration: str = strawberry.field(description="3. How long it takes (jangka waktu penyelesaian).")
    fee: str = strawberry.field(description="4. What it costs (biaya/tarif).")
    product: str = strawberry.field(description="5. What comes out (produk pelayanan).")
    complaints: str = strawberry.field(description="6. Where to complain (penanganan pengaduan).")
    legal_basis: list[str] = strawberry.field(description="7. The law behind it (dasar hukum).")
    facilities: str = strawberry.field(description="8. What is there to serve people (sarana dan prasarana).")
    competence: str = strawberry.field(description="9. What officers must know (kompetensi pelaksana).")
    supervision: str = strawberry.field(description="10. Who watches over it (pengawasan internal).")
    staff: str = strawberry.field(description="11. How many do it (jumlah pelaksana).")
    guarantee: str = strawberry.field(description="12. What is guaranteed (jaminan pelayanan).")
    safety: str = strawberry.field(description="13. How people and data are kept safe (jaminan keamanan).")
    evaluation: str = strawberry.field(description="14. How it is evaluated (evaluasi kinerja pelaksana).")

    @classmethod
    def of(cls, row: definition.Standard) -> "ServiceStandard":
        """The standard as clients see it."""
        return cls(
            requirements=_all(row.requirements),
            procedure=_all(row.procedure),
            duration=str(row.duration),
            fee=str(row.fee),
            product=str(row.product),
            complaints=str(row.complaints),
            legal_basis=_all(row.legal_basis),
            facilities=str(row.facilities),
            competence=str(row.competence),
            supervision=str(row.supervision),
            staff=str(row.staff),
            guarantee=str(row.guarantee),
            safety=str(row.safety),
            evaluation=str(row.evaluation),
        )


def _all(texts: Iterable[Text]) -> list[str]:
    return [str(text) for text in texts]
