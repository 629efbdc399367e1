"""The round of a day: where an agency's officers have said that they will come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from models.applications.queries.contents import answers_of
from models.kit.actor import Actor, ActorKind
from models.kit.errors import InvalidInput, Problem, ProblemCode
from models.kit.regency import Regency
from models.kit.text import N_, Text
from models.kit.transactions import rows_of
from models.places.queries import villages_by_code
from models.places.workflow import is_village
from models.privacy.operations import Reading, note_readings
from models.services.definition import Definition
from models.services.queries import definitions

MOST = 200
AHEAD = timedelta(days=14)
MOST_YEARS = 10

_ROUND = """
SELECT t.id, t.application_id, a.number, a.version_id, a.applicant_id, t.step, t.state, t.visit_at,
  p.name, p.address, p.rt, p.rw, coalesce(v.name, p.village_code) AS village, coalesce(d.name, '') AS district,
  c.phone_sealed
FROM task t JOIN application a ON a.id = t.application_id JOIN person p ON p.id = a.person_id
JOIN account c ON c.id = a.applicant_id
LEFT JOIN region v ON v.code = p.village_code LEFT JOIN region d ON d.code = v.parent_code
WHERE t.agency_id = $1 AND t.visit_at >= $2 AND t.visit_at < $3 AND t.state IN ('OPEN', 'DONE', 'RETURNED')
ORDER BY district, village, t.visit_at, t.id LIMIT $4
"""
_DAYS = """
SELECT (t.visit_at AT TIME ZONE $4)::date AS day, count(*) AS visits FROM task t
WHERE t.agency_id = $1 AND t.visit_at >= $2 AND t.visit_at < $3 AND t.state = 'OPEN' GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One appointment; `phone` (E.164) is None where the step does not see identities.

    `place` is where it is if not at the applicant's home, in the applicant's words.
    """

    task_id: UUID
    number: str
    service: Text
    step: Text
    done: bool
    place: str | None
    visit_at: datetime
    name: str
    address: str
    village: str
    district: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class VisitDay:
    """A day on which there are visits, and how many."""

    day: date
    visits: int


async def round_of(day: date, *, by: Actor, at: datetime, regency: Regency) -> list[VisitRow]:
    """The visits of the officer's agency on a day, village by village; the look is noted in the access log.

    Raises InvalidInput at `date` for a day more than ten years off.
    """
    if by.kind is not ActorKind.OFFICER:
        return []
    if abs(day.year - at.year) > MOST_YEARS:
        raise InvalidInput(Problem(ProblemCode.INVALID, ("date",), N_("Pilih tanggal yang lebih dekat.")))
    start = datetime.combine(day, time(), regency.zone)
    rows = await rows_of(_ROUND, [by.agency_id, start, start + timedelta(days=1), MOST])
    versions = await definitions({row["version_id"] for row in rows})
    answers = await answers_of({row["application_id"] for row in rows}, by=by)
    places = {row["id"]: _place(versions[row["version_id"]], row, answers) for row in rows}
    villages = await villages_by_code({place for place in places.values() if place and is_village(place)})
    readings = [Reading(row["applicant_id"], row["application_id"], row["step"]) for row in rows]
    await note_readings(readings, what="visit", by=by, at=at)
    shown = []
    for row in rows:
        definition = versions[row["version_id"]]
        step = definition.step(row["step"])
        phone = _phone(row, regency) if step.sees_identity else None
        place = places[row["id"]]
        shown.append(
            VisitRow(
                task_id=row["id"],
                number=row["number"],
                service=definition.title,
                step=step.title,
                done=row["state"] != "OPEN",
                place=villages[place].label if place in villages else place,
                visit_at=row["visit_at"],
                name=row["name"],
                address=f"{row['address']}, RT {row['rt']}/RW {row['rw']}",
                village=row["village"],
                district=row["district"],
                phone=phone,
            )
        )
    return shown


def _place(
    definition: Definition, row: Mapping[str, Any], answers: Mapping[UUID, Mapping[str, Any]]
) -> str | None:
    """What the applicant has answered to where a visit goes; None for their home."""
    place = definition.step(row["step"]).place
    return answers.get(row["application_id"], {}).get(place) if place else None


def _phone(row: dict[str, Any], regency: Regency) -> str | None:
    return regency.vault.open(row["phone_sealed"], "phone") if row["phone_sealed"] else None


async def days_with_visits(today: date, *, by: Actor, regency: Regency) -> list[VisitDay]:
    """The days from today on, two weeks long, on which the officer's agency has visits still to make."""
    if by.kind is not ActorKind.OFFICER:
        return []
    start = datetime.combine(today, time(), regency.zone)
    rows = await rows_of(_DAYS, [by.agency_id, start, start + AHEAD, regency.zone.key])
    return [VisitDay(**row) for row in rows]
