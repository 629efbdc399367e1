"""Files of the catalogue: what is accepted, and what is caught before anybody applies."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from app.seed import seeded_offices
from models.services import catalogue
from models.services.catalogue import FaultyDefinition, check, check_all, load
from models.services.codes import Code
from models.services.graph import in_order
from models.services.reading import read_definition
from models.services.shape import SCHEMA

PERMIT = Path(__file__).parent / "sound" / "izin.yaml"


def variant(folder: Path, old: str, new: str) -> Path:
    text = PERMIT.read_text()
    assert old in text
    path = folder / PERMIT.name
    path.write_text(text.replace(old, new, 1))
    return path


@pytest.mark.parametrize("path", catalogue.files(), ids=lambda path: path.stem)
def test_our_services_have_no_faults(path: Path) -> None:
    assert check(path) == []
    definition = read_definition(load(path))
    assert in_order(definition.steps)[-1] == definition.last_step
    Draft202012Validator.check_schema(dict(definition.form))


def test_our_services_fit_one_another_and_the_regency() -> None:
    assert check_all(catalogue.files(), offices=seeded_offices()) == []


def test_a_draft_of_a_service_is_not_held_against_its_published_file(tmp_path: Path) -> None:
    draft = variant(tmp_path, "duration: { id: 7", "duration: { id: 9")

    findings = check_all([draft], beside=sorted(PERMIT.parent.glob("*.yaml")))

    assert [finding.code for finding in findings] == [Code.DURATION_DIFFERS]


def test_a_faulty_file_is_not_loaded(tmp_path: Path) -> None:
    path = variant(tmp_path, "needs: [payment]", "needs: [payments]")

    with pytest.raises(FaultyDefinition) as refused:
        load(path)

    assert f"{path}:" in str(refused.value)
    assert "“payments”" in str(refused.value)


def test_every_code_is_listed_in_the_guide(root: Path) -> None:
    guide = (root / "docs" / "catalogue.md").read_text()

    assert re.findall(r"^\| `([a-z-]+)` \|", guide.partition("## What is checked")[2], re.MULTILINE) == [
        code.value for code in Code
    ]


def test_the_example_in_the_guide_is_a_sound_service(root: Path, tmp_path: Path) -> None:
    guide = (root / "docs" / "catalogue.md").read_text()
    example = re.findall(r"^```yaml\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)[0]
    path = tmp_path / "izin-pemakaian-lapangan.yaml"
    path.write_text(example)
    assert check_all([path], beside=catalogue.files(), offices=seeded_offices()) == []
    assert read_definition(load(path)).last_step.key == "signature"


def test_the_guide_explains_every_word_of_the_format(root: Path) -> None:
    guide = (root / "docs" / "catalogue.md").read_text()
    words = set(_words(json.loads(SCHEMA.read_bytes()))) - {"$schema"}

    assert sorted(word for word in words if not re.search(rf"\b{re.escape(word)}\b", guide)) == []


def _words(schema: object) -> Iterator[str]:
    """The names that may stand in a file, wherever the schema lists them."""
    if not isinstance(schema, dict):
        return
    yield from schema.get("properties", {})
    for name, part in schema.items():
        for inside in part.values() if name in {"properties", "$defs"} else [part]:
            yield from _words(inside)


def test_words_and_dates_stay_text(tmp_path: Path) -> None:
    path = variant(tmp_path, "title: Toko,", "title: no,")
    path.write_text(path.read_text().replace("title: Pasar", "title: 2026-01-01"))

    choices = load(path)["form"]["properties"]["kind"]["oneOf"]

    assert [choice["title"] for choice in choices] == ["no", "2026-01-01"]


@pytest.mark.parametrize(
    "text", ["", "- 1\n", "x", "steps: [1, text]\nform: 3\n", "? [a]\n: b\n", "[" * 5000, "a: \x01"]
)
def test_any_other_file_is_refused_without_breaking(text: str, tmp_path: Path) -> None:
    path = tmp_path / "layanan.yaml"
    path.write_text(text)

    assert check(path)


def test_the_schema_is_a_closed_json_schema() -> None:
    schema = json.loads(SCHEMA.read_bytes())

    Draft202012Validator.check_schema(schema)
    assert schema["additionalProperties"] is False
    assert schema["$defs"]["step"]["additionalProperties"] is False
