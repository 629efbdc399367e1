"""What people are told about a new version of a service."""

import copy
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from models.services.diff import changes
from models.services.reading import read_definition
from models.services.source import read_source

SOUND = Path(__file__).parent / "sound"
NOT_FOR_PEOPLE = {"slug", "sections", "additionalProperties", "x-en", "const"}
"""Names, the order of pages, and translations of what is told in Indonesian."""
Way = tuple[str | int, ...]


read_once = cache(read_source)


def content(name: str = "izin") -> Any:
    return copy.deepcopy(read_once(SOUND / f"{name}.yaml").data)


def places(value: Any, way: Way = ()) -> Iterator[Way]:
    """Every number, every yes or no, and every Indonesian text."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in inside:
        if name not in NOT_FOR_PEOPLE:
            yield from places(part, (*way, name))
    if isinstance(value, bool | int) or (way[-1:] in {("id",), ("title",)} and isinstance(value, str)):
        yield way


def altered(name: str, way: Way) -> Any:
    whole = content(name)
    *outer, last = way
    part = whole
    for step in outer:
        part = part[step]
    value = part[last]
    part[last] = (
        (not value) if isinstance(value, bool) else value + 1 if isinstance(value, int) else f"{value} baru"
    )
    return whole


def told(old: Any, new: Any) -> list[str]:
    found = changes(read_definition(old), read_definition(new), names={"dlh": "Dinas Lingkungan Hidup"})
    return [str(change) for change in found]


@pytest.mark.parametrize("name", ["izin", "pendaftaran"])
def test_nothing_changes_between_a_service_and_itself(name: str) -> None:
    assert told(content(name), content(name)) == []


@pytest.mark.parametrize("name", ["izin", "pendaftaran"])
def test_whatever_changes_people_are_told(name: str) -> None:
    for way in places(content(name)):
        sentences = told(content(name), altered(name, way))
        assert sentences, way
        assert not any("{" in sentence or "None" in sentence for sentence in sentences), sentences


def test_everything_of_another_service_can_be_told() -> None:
    sentences = told(content("izin"), content("pendaftaran")) + told(content("pendaftaran"), content("izin"))

    assert "Dokumen “Denah” sekarang diminta (Hanya untuk pasar)." in sentences
    assert "Dokumen “Denah” tidak diminta lagi." in sentences
    assert "“Jenis usaha” tidak ditanyakan lagi." in sentences
    assert "Ketua RT sekarang mengerjakan “Ketua RT memastikan”." in sentences
    assert "Yang menerbitkannya OSS (https://oss.go.id)." in sentences
    assert not any("{" in sentence or "None" in sentence for sentence in sentences)


def test_another_code_is_told_as_a_change_that_may_not_be() -> None:
    assert told(content(), content() | {"code": "BARU"}) == [
        "Kode layanan menjadi BARU, sebelumnya IZN. Ini tidak boleh: nomor yang sudah beredar memakai IZN."
    ]


def test_agencies_clocks_and_what_they_see_are_told_by_name() -> None:
    new = copy.deepcopy(content())
    new["steps"][2] |= {
        "agency": "dlh",
        "working_hours": 7,
        "sees_identity": True,
        "needs": ["tax"],
        "place": "kind",
    }

    assert told(content(), new) == [
        "“Peninjauan tempat” sekarang dikerjakan Dinas Lingkungan Hidup, sebelumnya dpupr.",
        "“Peninjauan tempat” sekarang paling lama 7 jam kerja, sebelumnya 15.",
        "“Peninjauan tempat” sekarang dimulai setelah: Penetapan pajak.",
        "Dinas Lingkungan Hidup sekarang boleh melihat NIK dan nomor HP Anda saat mengerjakan “Peninjauan tempat”.",
        "“Peninjauan tempat” sekarang mendatangi tempat pada isian kind.",
    ]


def test_what_becomes_of_a_number_that_another_system_issues_is_told() -> None:
    new = content("pendaftaran")
    hint = {"id": "13 angka", "en": "13 digits"}
    new["elsewhere"] |= {"number_pattern": "^[0-9]{13}$", "number_hint": hint, "fills": "nib"}

    assert told(content("pendaftaran"), new)[1:] == [
        "NIB yang dicatat petugas berbentuk: 13 angka.",
        "NIB yang dicatat ditawarkan di isian nib layanan lain.",
    ]


def test_how_many_there_may_be_is_told() -> None:
    new = content()
    check = new["steps"][0]["check"]
    del check["expects"]
    check["expects_at_most"] = 2

    assert told(content(), new) == ["“Pemeriksaan tunggakan” sekarang cocok bila paling banyak 2 yang ada."]


def test_the_command_compares_two_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = tmp_path / "pendaftaran.yaml"
    new.write_text((SOUND / new.name).read_text().replace("amount: 5000", "amount: null", 1))

    assert main(["catalogue", "diff", "--json", "--from", str(SOUND / new.name), str(new)]) == 0

    assert json.loads(capsys.readouterr().out) == {
        "service": "pendaftaran",
        "part": "fee",
        "key": "amount",
        "message": "Biaya sekarang dihitung kemudian, sebelumnya Rp5.000.",
    }


def test_a_question_that_other_answers_call_for_is_told_with_its_words() -> None:
    old, new = content(), content()
    field = old["form"]["properties"]["founded"]
    del field["x-required-when"], field["x-required-text"]
    assert told(old, new) == ["Isian “Berdiri sejak” sekarang wajib bila sering ramai."]
    assert told(new, old) == ["Isian “Berdiri sejak” sekarang boleh kosong."]


def test_that_the_state_is_paid_from_now_on_is_told_with_how_to_pay() -> None:
    billed, owed = content(), content()
    payment = next(step for step in owed["steps"] if step["key"] == "payment")
    how = {"id": "Minta kode billing.", "en": "Ask for a billing code."}
    text = payment.pop("bill")["text"]
    payment |= {"kind": "pay-state", "state_revenue": {"amount": 50_000, "text": text, "how": how}}
    lines = told(billed, owed)
    assert any("berjenis pay-state, sebelumnya pay" in line for line in lines)
    assert any("dibayar ke kas negara, paling lama 10 hari kerja" in line for line in lines)
    assert any("Minta kode billing." in line for line in lines)
    payment["state_revenue"] |= {"working_days": 5}
    assert any("paling lama 5 hari kerja" in line for line in told(content_of(owed, 10), owed))
    assert any("lewat kabupaten" in line for line in told(owed, billed))


def content_of(owed: Any, days: int) -> Any:
    other = copy.deepcopy(owed)
    payment = next(step for step in other["steps"] if step["key"] == "payment")
    payment["state_revenue"]["working_days"] = days
    return other
