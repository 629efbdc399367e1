"""Citizens, officers and passers-by, with what each does on the site."""

import asyncio
import re
import time
from collections.abc import Mapping
from datetime import datetime

from playwright.async_api import Locator

from tests.browser.person import PATIENCE, Person
from tests.story import photo


class Passerby(Person):
    """Somebody who has not signed in and need not."""

    async def track(self, number: str, pin: str) -> None:
        """Look an application up by number and PIN."""
        await self.open("/lacak")
        await self.fill({"Nomor permohonan": number, "PIN": pin})
        await self.press("Lihat permohonan")


class Citizen(Person):
    """Somebody with a phone."""

    async def sign_in(self, phone: str) -> None:
        """From the page that asks for a phone number to the page behind it."""
        await self.fill({"Nomor HP": phone})
        await self.press("Kirim kode")
        await self.fill({"Kode": await self._newest_code(phone)})
        await self.press("Masuk")

    async def start(self, service: str, phone: str) -> None:
        """Sign in and come to a service's form."""
        await self.open(f"/ajukan/{service}")
        await self.sign_in(phone)

    async def send_application(self) -> tuple[str, str]:
        """Send what is under review; answers number and PIN."""
        await self.press("Kirim permohonan")
        return await self.number_and_pin()

    async def number_and_pin(self) -> tuple[str, str]:
        """What the page says to write down."""
        box = self.page.locator(".pin-box")
        number, pin = await box.locator(".number").inner_text(), await box.locator(".code").inner_text()
        return number.strip(), re.sub(r"\s", "", pin)

    async def _newest_code(self, phone: str) -> str:
        """The code on the page of messages, opened beside this one."""
        tab = await self.context.new_page()
        give_up = time.monotonic() + PATIENCE
        try:
            while True:
                await tab.goto(f"{self.site.url}/dev/messages")
                for text in await tab.locator("li", has_text=phone).all_inner_texts():
                    code = re.search(r"kode masuk Anda (\d{6}\b|\d{4} \d{4} \d{4})", text)
                    if code and code[1] not in self.site.used_codes:
                        self.site.used_codes.add(code[1])
                        return code[1]
                assert time.monotonic() < give_up, f"no message for {phone} came"
                await asyncio.sleep(0.1)
        finally:
            await tab.close()


class Officer(Person):
    """Somebody who works for an agency."""

    async def sign_in(self, username: str) -> None:
        """Come to the desk."""
        await self.open("/petugas")
        await self.fill({"Nama pengguna": username, "Kata sandi": self.site.officer_password})
        await self.press("Masuk")

    async def take(self, number: str) -> None:
        """Open the agency's task for an application from the queue."""
        await self.open("/petugas")
        row = self.page.locator("li.row", has_text=number)
        await self._follow(row.get_by_role("link").first)

    async def approve(self, number: str, owed: str = "0") -> None:
        """Open the task and say yes; where an amount is to be set, this much is owed."""
        await self.take(number)
        amount = self.page.get_by_label("Jumlah yang harus dibayar pemohon (rupiah)")
        if await amount.count():
            await amount.fill(owed)
        await self.press("Setujui")
        await self.sees("Disetujui oleh")

    async def write_findings(self, findings: Mapping[str, str]) -> Locator:
        """Say at each part what has to be corrected; answers the form, which is not sent yet."""
        form = self.page.locator("#findings")
        if await form.get_attribute("open") is None:
            await form.locator("summary").click()
        for label, text in findings.items():
            await form.get_by_label(label, exact=True).fill(text)
        return form

    async def send_back(self, number: str, findings: Mapping[str, str]) -> None:
        """Return the application to be corrected."""
        await self.take(number)
        form = await self.write_findings(findings)
        await self.press("Kembalikan kepada pemohon", within=form)

    async def propose(self, number: str, first: datetime, second: datetime) -> None:
        """Offer two times for a visit."""
        await self.take(number)
        written = "%Y-%m-%dT%H:%M"
        await self.fill({"Usulan pertama": f"{first:{written}}", "Usulan kedua": f"{second:{written}}"})
        await self.press("Kirim usulan waktu")

    async def report(self, number: str, result: str) -> None:
        """Say yes with what was seen on the spot before the agreed day, and with a photo of it."""
        await self.take(number)
        await self.fill({"Hasil kunjungan": result})
        await self.attach("Foto kunjungan (boleh kosong)", "kunjungan.jpg", photo())
        await self.press("Setujui")
        await self.sees("Disetujui oleh", result, "kunjungan.jpg")

    async def sign(self, number: str, secret: str) -> None:
        """Read the document, once it has been prepared, and sign it."""
        await self.take(number)
        await self.sees_at_last("Baca dokumen yang akan ditandatangani")
        await self.fill({"Sandi tanda tangan": secret})
        await self.press("Tanda tangani dan terbitkan")
