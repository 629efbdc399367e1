"""What anyone sees without signing in."""

import gzip
import re

import brotli  # type: ignore[import-untyped]
import httpx2
import pytest
from starlette.applications import Starlette

from models.services import catalogue
from models.services.reading import read_definition
from tests.conftest import Queries
from tests.visitor import Visitor

FIRST_LOAD = 30_000
"""Bytes over the wire, with everything that the page asks for."""

COMPONENTS = (
    "Persyaratan",
    "Sistem, mekanisme, dan prosedur",
    "Jangka waktu penyelesaian",
    "Biaya atau tarif",
    "Produk pelayanan",
    "Pengaduan, saran, dan masukan",
    "Dasar hukum",
    "Sarana, prasarana, dan fasilitas",
    "Kompetensi pelaksana",
    "Pengawasan internal",
    "Jumlah pelaksana",
    "Jaminan pelayanan",
    "Jaminan keamanan dan keselamatan pelayanan",
    "Evaluasi kinerja pelaksana",
)
ADDRESSES = re.compile(r'(?:src|href|action)="([^"]+)"')
LOADED = re.compile(r'<(?:script|link rel="(?:stylesheet|icon)")[^>]*?(?:src|href)="([^"]+)"')


async def test_the_front_page_leads_to_services_search_and_tracking(visitor: Visitor) -> None:
    page = (await visitor.open("/")).text
    assert "Ajukan sekali" in page
    assert 'href="/layanan/izin-reklame"' in page
    assert 'action="/layanan"' in page
    assert 'action="/lacak"' in page


async def test_a_service_shows_all_fourteen_components_and_the_way_to_apply(visitor: Visitor) -> None:
    page = (await visitor.open("/layanan/izin-reklame")).text
    titles = re.findall(r'<summary><span class="nth">\d+</span>(.*?)</summary>', page)
    assert tuple(titles) == COMPONENTS
    assert 'href="/ajukan/izin-reklame"' in page
    for text in ("Gratis", "5 hari kerja", "Foto lokasi pemasangan", "Jenis reklame", "Dinas Perhubungan"):
        assert text in page
    assert "Sampai 6 pemeriksaan serentak" in page


async def test_a_step_of_the_village_is_named_as_the_reader_knows_it(visitor: Visitor) -> None:
    page = (await visitor.open("/layanan/surat-keterangan-usaha")).text
    assert "Ketua RT Anda" in page
    assert "Pemerintah desa Anda" in page


@pytest.mark.parametrize("name", ["cari", "search"])
async def test_the_search_finds_by_title_and_summary(visitor: Visitor, name: str) -> None:
    page = (await visitor.open(f"/layanan?{name}=REKLAME")).text
    assert "/layanan/izin-reklame" in page
    assert "/layanan/surat-keterangan-usaha" not in page
    assert "Surat Keterangan Usaha" in (await visitor.open(f"/layanan?{name}=KUR")).text


async def test_with_script_only_the_results_come(visitor: Visitor) -> None:
    htmx = {"HX-Request": "true", "HX-Request-Type": "partial"}
    answer = await visitor.open("/layanan?search=reklame", htmx)
    assert "<html" not in answer.text
    assert "Izin Penyelenggaraan Reklame" in answer.text
    assert "HX-Request" in answer.headers["vary"]
    assert "Belum ada layanan" in (await visitor.open("/layanan?search=zzz", htmx)).text


@pytest.mark.parametrize(
    "search", ["%25", "_", "%00", "'", "%3Cscript%3E", "x" * 5000, "%F0%9F%98%80", "%ff"]
)
async def test_a_strange_search_finds_nothing_and_breaks_nothing(visitor: Visitor, search: str) -> None:
    answer = await visitor.open(f"/layanan?search={search}")
    assert answer.status_code == 200
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/tidak-ada",
        "/layanan/tidak-ada",
        "/layanan/%00",
        "/layanan/a/b",
        "/v/TIDAKADA",
        "/v/%00",
        "/berkas/x",
    ],
)
async def test_what_is_not_there_is_a_page_in_indonesian(visitor: Visitor, path: str) -> None:
    answer = await visitor.open(path)
    assert answer.status_code == 404
    assert "tidak ditemukan" in answer.text
    assert '<html lang="id">' in answer.text


async def test_a_wrong_page_mark_is_told_so(visitor: Visitor) -> None:
    assert (await visitor.open("/layanan?after=zzz")).status_code == 422


@pytest.mark.parametrize(
    "path", ["/", "/layanan", "/layanan/izin-reklame", "/layanan/surat-keterangan-usaha"]
)
async def test_the_first_load_is_small_and_asks_nobody_else(visitor: Visitor, path: str) -> None:
    compressed = {"Accept-Encoding": "br"}
    page = await visitor.client.send(
        visitor.client.build_request("GET", path, headers=compressed), stream=True
    )
    total = len(b"".join([piece async for piece in page.aiter_raw()]))
    text = (await visitor.open(path)).text
    loaded = LOADED.findall(text)
    assert len(loaded) == 4
    for address in loaded:
        assert address.startswith("/static/")
        answer = await visitor.client.send(
            visitor.client.build_request("GET", address, headers=compressed), stream=True
        )
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        total += len(b"".join([piece async for piece in answer.aiter_raw()]))
    assert total <= FIRST_LOAD
    elsewhere = [a for a in ADDRESSES.findall(text) if not a.startswith(("/", "#"))]
    assert elsewhere == ["https://www.lapor.go.id"]


async def test_a_file_without_its_mark_is_asked_for_again(visitor: Visitor) -> None:
    answer = await visitor.open("/static/site.css")
    assert answer.headers["cache-control"] == "no-cache"
    again = await visitor.open("/static/site.css", {"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert (await visitor.open("/static/../app/main.py")).status_code == 404
    assert (await visitor.open("/static/x/%2e%2e/%2e%2e/app/main.py")).status_code == 404


@pytest.mark.parametrize(("coding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
async def test_pages_and_files_come_compressed(visitor: Visitor, coding: str, unpack: object) -> None:
    for path in ("/layanan", "/static/site.css"):
        request = visitor.client.build_request("GET", path, headers={"Accept-Encoding": coding})
        answer = await visitor.client.send(request, stream=True)
        raw = b"".join([piece async for piece in answer.aiter_raw()])
        assert answer.headers["content-encoding"] == coding
        assert callable(unpack)
        assert len(unpack(raw)) > len(raw)


async def test_reading_without_a_cookie_asks_for_no_session(visitor: Visitor, queries: Queries) -> None:
    await visitor.open("/layanan/izin-reklame")
    assert not any("session" in statement for statement in queries.statements)
    assert queries.count <= 3


async def test_a_page_of_somebody_signed_in_is_not_kept(visitor: Visitor) -> None:
    assert (await visitor.open("/layanan")).headers["cache-control"] == "no-cache"
    await visitor.sign_in()
    assert (await visitor.open("/layanan")).headers["cache-control"] == "no-store"


async def test_a_way_of_asking_that_is_not_known_is_refused(visitor: Visitor) -> None:
    answer = await visitor.client.request("GET", "/documents")
    assert answer.status_code == 405
    assert (await visitor.client.request("HEAD", "/layanan")).status_code == 200


async def test_our_own_fault_is_told_plainly(site: Starlette) -> None:
    del site.state.templates
    transport = httpx2.ASGITransport(site, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.get("/")
    assert answer.status_code == 500
    assert "<h1>Ada gangguan di pihak kami</h1>" in answer.text
    assert '<html lang="id">' in answer.text
    assert 'href="/layanan"' in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_a_service_says_for_whom_each_document_is(visitor: Visitor) -> None:
    page = (await visitor.open("/layanan/izin-reklame")).text
    reklame = read_definition(catalogue.load(catalogue.FOLDER / "izin-reklame.yaml"))
    conditions = [str(document.condition) for document in reklame.documents if document.condition]
    assert conditions
    assert all(condition in page for condition in conditions)


async def test_a_document_that_is_issued_here_leads_to_its_service(visitor: Visitor) -> None:
    page = (await visitor.open("/layanan/rekomendasi-bbm")).text
    link = '<a href="/layanan/surat-keterangan-usaha">Belum punya? Ajukan Surat Keterangan Usaha</a>'
    assert page.count(link) == 1


async def test_what_another_system_issues_is_not_said_to_be_issued_here(visitor: Visitor) -> None:
    page = (await visitor.open("/layanan/pendampingan-nib")).text
    assert "Disiapkan dan dipantau oleh" in page
    assert "https://oss.go.id" in page
    assert "Diterbitkan oleh" not in page
