"""The population registry (Dukcapil) by its web service: it compares and says no more than alike or not."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from integrations.calling import NoAnswer, Nonsense, Patience, Refused, Service
from models.kit.ports import PopulationAnswer, PopulationField, PopulationQuestion, RegistryUnavailable

THRESHOLD = 80
"""How alike a name must be, of 100; the service is told, and spells it TRESHOLD."""
NOT_FOUND = "13"
_WORD = re.compile(r"(Sesuai|Tidak Sesuai)(?: ?\((?:100|[1-9]?[0-9])\))?")
_COMPARED: Mapping[PopulationField, tuple[str, ...]] = {
    PopulationField.NIK: ("NIK",),
    PopulationField.NAME: ("NAMA_LGKP",),
    PopulationField.BIRTH_DATE: ("TGL_LHR",),
    PopulationField.FAMILY_CARD: ("NO_KK",),
    PopulationField.VILLAGE: ("NO_PROP", "NO_KAB", "NO_KEC", "NO_KEL"),
    PopulationField.RT: ("NO_RT",),
    PopulationField.RW: ("NO_RW",),
}
"""Our fields and the service's elements."""


@dataclass(frozen=True, slots=True)
class PopulationCredentials:
    """What the agreement (PKS) gave an agency; `agency` is the last but one part of the address."""

    agency: str
    user_id: str
    password: str = field(repr=False)
    ip_user: str


class Dukcapil:
    """Implements `PopulationRegistry`. Nothing of question or answer is logged or kept."""

    def __init__(
        self, url: str, credentials: PopulationCredentials, *, patience: Patience | None = None
    ) -> None:
        self._credentials = credentials
        self._path = f"/dukcapil/get_json/{credentials.agency}/CALL_VERIFY_BY_ELEMEN"
        self._service = Service("population", url, patience=patience or Patience())

    async def verify(self, question: PopulationQuestion) -> PopulationAnswer:
        """Ask for every element that is known; raises RegistryUnavailable."""
        elements = _elements(question)
        try:
            return await self._service.ask(
                self._path, self._signed(elements), lambda answer: _read(answer, elements)
            )
        except NoAnswer as reason:
            raise RegistryUnavailable(str(reason)) from None

    def _signed(self, elements: Mapping[str, str]) -> Mapping[str, str]:
        who = self._credentials
        return {
            "USER_ID": who.user_id,
            "PASSWORD": who.password,
            "IP_USER": who.ip_user,
            "TRESHOLD": str(THRESHOLD),
            **elements,
        }


def _elements(question: PopulationQuestion) -> dict[str, str]:
    """The question in the service's words, without what is not known."""
    elements = {"NIK": question.nik, "NAMA_LGKP": question.name}
    if question.birth_date is not None:
        elements["TGL_LHR"] = question.birth_date.strftime("%d-%m-%Y")
    if question.village_code is not None:
        parts = question.village_code.split(".")
        elements |= dict(zip(_COMPARED[PopulationField.VILLAGE], parts, strict=True))
    known = {"NO_KK": question.family_card, "NO_RT": question.rt, "NO_RW": question.rw}
    return elements | {name: value for name, value in known.items() if value}


def _read(answer: Any, asked: Mapping[str, str]) -> PopulationAnswer:
    """Strictly: one row that has a verdict on every element that was asked, or that knows nobody."""
    row = _row(answer)
    fields = {ours for ours, theirs in _COMPARED.items() if theirs[0] in asked}
    if "RESPONSE_CODE" in row:
        if row["RESPONSE_CODE"] != NOT_FOUND:
            raise Refused("answered with a code of its own")
        return PopulationAnswer(alike=frozenset(), differing=frozenset(fields))
    verdicts = {name: _is_alike(name, row) for ours in fields for name in _COMPARED[ours]}
    alike = {ours for ours in fields if all(verdicts[name] for name in _COMPARED[ours])}
    return PopulationAnswer(alike=frozenset(alike), differing=frozenset(fields - alike))


def _row(answer: Any) -> Mapping[str, Any]:
    content = answer.get("content") if isinstance(answer, dict) else None
    if not (isinstance(content, list) and len(content) == 1 and isinstance(content[0], dict)):
        raise Nonsense("not one row")
    return {name.upper(): value for name, value in content[0].items()}


def _is_alike(name: str, row: Mapping[str, Any]) -> bool:
    """`Sesuai`, `Tidak Sesuai`, either with a likeness in brackets; a name also as the likeness alone."""
    verdict = row.get(name)
    if name == "NAMA_LGKP" and type(verdict) is int and 0 <= verdict <= 100:
        return verdict >= THRESHOLD
    word = _WORD.fullmatch(verdict) if isinstance(verdict, str) else None
    if word is None:
        raise Nonsense("no verdict on what was asked")
    return word[1] == "Sesuai"
