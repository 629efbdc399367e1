"""What a correction of each part costs, as the linter notes it beside a file."""

import pytest

from models.services.catalogue import files, load
from models.services.corrections import CorrectionNote, correction_notes
from models.services.reading import read_definition
from tests.models.applications.graphs import definition_of, step


def test_each_part_is_noted_with_the_steps_that_a_correction_of_it_asks_again() -> None:
    definition = definition_of(
        [
            {**step("complete", "verify", []), "gate": True},
            step("fire", "verify", ["complete"], sees=["b"]),
            step("decide", "decide", ["fire"], sees=[]),
            step("sign", "sign", ["decide"], sees=[]),
        ],
        sections=[{"title": "x", "fields": ["a", "b"]}],
    )
    assert correction_notes(definition) == [
        CorrectionNote(["answers.b"], ("complete", "fire", "decide", "sign")),
        CorrectionNote(["answers.a"], ("complete",)),
    ]


@pytest.mark.parametrize(
    ("slug", "part", "kept"),
    [
        ("pbg", "documents.structure-drawings", {"architecture", "services", "environment", "fire-safety"}),
        ("pkkpr-non-berusaha", "documents.building-plan", {"land-fee", "land-opinion", "farmland"}),
        ("sip-tenaga-kesehatan", "documents.floor-plan", {"registration"}),
        ("surat-keterangan-penelitian", "documents.ktp", {"impact", "place-health"}),
    ],
)
def test_a_gate_keeps_the_approvals_that_do_not_look_at_what_was_mended(
    slug: str, part: str, kept: set[str]
) -> None:
    (path,) = [path for path in files() if path.stem == slug]
    notes = {
        part: note.steps for note in correction_notes(read_definition(load(path))) for part in note.parts
    }
    assert "completeness" in notes[part]
    assert not kept & set(notes[part])
