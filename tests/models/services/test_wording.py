"""What the linter must not mistake for a paper that may not be asked for."""

import copy
from pathlib import Path
from typing import Any

import pytest

from app.seed import seeded_offices
from models.services.catalogue import faults_in
from models.services.lint import lint_together
from models.services.rules.numerals import number
from models.services.source import read_source

SOUND = {path.stem: read_source(path).data for path in (Path(__file__).parent / "sound").glob("*.yaml")}
OFFICES = seeded_offices()


def asking(title: str, **more: str) -> dict[str, Any]:
    content: dict[str, Any] = copy.deepcopy(SOUND["izin"])
    content["documents"].append({"key": "paper", "title": {"id": title, "en": "A paper"}, **more})
    return content


@pytest.mark.parametrize(
    "title",
    [
        "Foto situasi lokasi",
        "Foto situ atau danau",
        "FOTO KEADAAN DI SITU",
        "Daftar pustaka (ibid.)",
        "Sertifikat ATDPX dan tinggi tdpl",
        "Surat kuasa, tidak perlu SIUP, SITU, atau TDP",
        "Ijazah profesi",
        "Surat keterangan IPK",
        "Rekomendasi Persatuan Sepak Bola Seluruh Indonesia",
    ],
)
def test_words_with_the_letters_of_a_repealed_document_are_not_one(title: str) -> None:
    assert faults_in(asking(title), offices=OFFICES) == []


@pytest.mark.parametrize(
    "title",
    [
        "Izin Contoh yang lama",
        "Bukti bayar PBB",
        "Rekomendasi Dinas Kesehatan",
        "Rekomendasi pengelola pasar",
        "Contoh tanda tangan",
        "Persetujuan lingkungan dari DLH",
        "Pernyataan bahwa tidak perlu rekomendasi Dishub",
    ],
)
def test_what_others_make_may_be_asked_for(title: str) -> None:
    assert faults_in(asking(title), offices=OFFICES) == []


def test_what_another_service_issues_may_be_asked_for_by_its_kind() -> None:
    content, other = asking("Rekomendasi Dishub", kind="traffic-letter"), copy.deepcopy(SOUND["izin"])
    other |= {"slug": "lain", "code": "LAIN", "output": other["output"] | {"kind": "traffic-letter"}}

    found = lint_together([SOUND["pendaftaran"], content, other], offices=OFFICES)

    assert list(found) == []


@pytest.mark.parametrize(
    ("words", "language", "value"),
    [
        ("Tujuh", "id", 7),
        ("sebelas", "id", 11),
        ("sembilan belas", "id", 19),
        ("dua puluh satu", "id", 21),
        ("seratus dua puluh", "id", 120),
        ("nine", "en", 9),
        ("twenty-one", "en", 21),
        ("one hundred and twenty", "en", 120),
    ],
)
def test_numbers_in_words(words: str, language: str, value: int) -> None:
    assert number(words, language) == value
