"""Files of the catalogue: what is accepted, and what is caught before anybody applies."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from models.applications.workflow import in_order
from models.services import catalogue
from models.services.catalogue import FaultyDefinition, check, load
from models.services.codes import TEXTS, Code
from models.services.reading import read_definition
from models.services.shape import SCHEMA

PERMIT = catalogue.FOLDER / "izin-reklame.yaml"
STEP = """\
  - key: extra
    title: Langkah tambahan
    kind: verify
    agency: dlh
    working_hours: 4
"""

WHEN = "    condition: Ada\n    when: {required: [kind], properties: {kind: {const: banner}}}"
BROKEN = [
    ("yaml-syntax", "slug: izin-reklame", "slug: [izin-reklame"),
    ("yaml-syntax", "code: RKL", "code: !!python/name:os.system RKL"),
    ("yaml-syntax", "  amount: 0\n", "  amount: &a 0\n  text: *a\n"),
    ("duplicate-key", "code: RKL", "code: RKL\ncode: RKM"),
    ("missing-part", "promised_working_days: 5\n", ""),
    ("missing-part", "condition: { id: Hanya bila reklame", "help: { id: Hanya bila reklame"),
    ("unknown-part", "Papan nama toko atau usaha, x-en", "Papan nama toko, atau usaha, x-en"),
    ("wrong-value", "kind: decide", "kind: approve"),
    ("wrong-value", "required: true\n  - key: design", "required: yes\n  - key: design"),
    ("wrong-value", "working_hours: 8", "working_hours: 0"),
    ("missing-part", "kind: decide", "kind: check"),
    ("missing-part", "kind: decide", "kind: pay"),
    ("misplaced-part", "kind: decide", "kind: decide\n    bill: {amount: 5, text: Ada}"),
    ("wrong-value", "kind: decide", "kind: pay\n    bill: {text: Ada}"),
    ("no-product", "\noutput:", "\nregisters: []\nx:"),
    ("no-indonesian", "  id: Izin Penyelenggaraan Reklame\n", ""),
    ("no-indonesian", "  id: Izin Penyelenggaraan Reklame\n", "  id: '  '\n"),
    ("no-agency", "    agency: satpolpp\n", ""),
    ("no-agency", "    agency: satpolpp\n", "    agency: satpolpp\n    agency_of_village: rt\n"),
    ("file-name", "slug: izin-reklame", "slug: izin-lain"),
    ("same-key", "- key: construction\n", "- key: tax\n"),
    ("same-key", "- key: design\n", "- key: site-photo\n"),
    ("same-key", "const: billboard", "const: banner"),
    ("unknown-field", "fields: [kind, text,", "fields: [kind, texts,"),
    ("unknown-field", "states: [kind,", "states: [colour, kind,"),
    ("unknown-field", "  required: [kind,", "  required: [colour, kind,"),
    ("unknown-field", "valid_until: end_date", "valid_until: nothing"),
    ("unknown-field", "x-not-before: start_date", "x-not-before: nowhere"),
    ("field-twice", "fields: [kind, text,", "fields: [kind, kind, text,"),
    ("field-unplaced", "fields: [kind, text,", "fields: [kind,"),
    ("unbounded-field", "      maximum: 500\n", ""),
    ("unbounded-field", "      minLength: 5\n      maxLength: 200\n", ""),
    ("bad-pattern", "      maxLength: 40\n", "      maxLength: 40\n      pattern: '['\n"),
    ("asks-identity", "title: NPWPD\n", "title: NIK pemohon\n"),
    ("condition-field", "required: [road_space]", "required: [road_space, road]"),
    ("condition-open", "required: [road_space]", "required: [kind]"),
    ("condition-never", "road_space: { const: true }", "road_space: { const: ya }"),
    ("unknown-need", "needs: [decision]", "needs: [decision, payment]"),
    ("cycle", "    agency: bapenda\n", "    agency: bapenda\n    needs: [decision]\n"),
    ("never-opens", "    agency: bapenda\n", "    agency: bapenda\n    needs: [decision]\n"),
    ("never-opens", "needs: [decision]", "needs: [payment]"),
    ("not-awaited", "needs: [tax, construction,", "needs: [tax,"),
    ("not-awaited", "steps:\n", f"steps:\n{STEP}"),
    ("sign-steps", "kind: sign", "kind: verify"),
    ("sign-steps", "kind: decide", "kind: sign"),
    ("sign-conditional", "needs: [decision]", f"needs: [decision]\n{WHEN}"),
    ("no-decision", "kind: decide", "kind: verify"),
    ("no-decision", "kind: decide", f"kind: decide\n{WHEN}"),
    ("clocks-exceed-promise", "promised_working_days: 5", "promised_working_days: 4"),
    ("number-format", "{sequence:04d}/RKL/{year}", "{sequence:04d}/RKL"),
    ("number-format", "{sequence:04d}/RKL/{year}", "{sequence.x}/RKL/{year}"),
    ("number-format", "{sequence:04d}/RKL/{year}", "{sequence:04d/RKL/{year}"),
    ("repealed-document", "Persetujuan pemilik tanah, en", "SIUP dan TDP, en"),
    ("repealed-document", "- id: Foto lokasi pemasangan", "- id: Surat keterangan domisili usaha"),
]  # fmt: skip


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


@pytest.mark.parametrize(
    ("code", "old", "new"), BROKEN, ids=[f"{n}-{row[0]}" for n, row in enumerate(BROKEN)]
)
def test_a_broken_service_is_caught_where_it_is_broken(code: str, old: str, new: str, tmp_path: Path) -> None:
    path = variant(tmp_path, old, new)

    findings = check(path)

    caught = [finding for finding in findings if finding.code == code]
    assert caught, findings
    assert all(finding.message and finding.help and finding.file == path for finding in caught)
    assert not re.search(r"\{(?!sequence|year| …)\w*\}", "".join(f.message + f.help for f in caught))
    with pytest.raises(FaultyDefinition):
        load(path)


def test_a_fault_is_told_with_its_line(tmp_path: Path) -> None:
    path = variant(tmp_path, "needs: [decision]", "needs: [payment]")

    finding = next(finding for finding in check(path) if finding.code is Code.UNKNOWN_NEED)

    assert path.read_text().splitlines()[finding.line - 1].strip() == "needs: [payment]"
    assert "“payment”" in finding.message


def test_every_code_is_explained_seen_here_and_listed_in_the_guide(root: Path) -> None:
    guide = (root / "docs" / "catalogue.md").read_text()

    assert set(TEXTS) == set(Code)
    assert {row[0] for row in BROKEN} == {code.value for code in Code}
    assert re.findall(r"^\| `([a-z-]+)` \|", guide, re.MULTILINE) == [code.value for code in Code]


def test_words_and_dates_stay_text(tmp_path: Path) -> None:
    path = variant(tmp_path, "title: Neon box,", "title: no,")
    path.write_text(path.read_text().replace("title: Videotron atau layar LED", "title: 2026-01-01"))

    choices = load(path)["form"]["properties"]["kind"]["oneOf"]

    assert [choice["title"] for choice in choices][2:4] == ["no", "2026-01-01"]


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
