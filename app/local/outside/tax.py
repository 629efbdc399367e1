"""The regional tax office, by rule: what a number ends in tells.

A NIK or NPWPD that ends in 8 owes PBB-P2, one that ends in 9 owes reklame tax; an NPWPD that ends in 0000 is nobody's;
everybody else, the demo's citizens among them, is clear.
"""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.local.outside.doors import has_token
from app.local.outside.keys import Keys

OWED = {"8": "PBB-P2", "9": "REKLAME"}
UNKNOWN = "0000"


async def clearance(request: Request) -> Response:
    """POST /pajak-daerah/keterangan-fiskal."""
    keys: Keys = request.app.state.keys
    if not has_token(request, keys.tax.token):
        return JSONResponse({"PESAN": "Token tidak dikenal"}, 401)
    told: dict[str, Any] = await request.json()
    numbers = [_digits(str(told[name])) for name in ("NIK", "NPWPD") if told.get(name)]
    if "NPWPD" in told and _digits(str(told["NPWPD"])).endswith(UNKNOWN):
        return JSONResponse({"STATUS": "TIDAK TERDAFTAR"})
    owed = sorted({OWED[number[-1]] for number in numbers if number[-1:] in OWED})
    return JSONResponse({"STATUS": "MENUNGGAK", "JENIS": owed} if owed else {"STATUS": "LUNAS", "JENIS": []})


def _digits(number: str) -> str:
    return "".join(one for one in number if one.isdigit())
