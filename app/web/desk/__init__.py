"""The officers' desk: the queue, one task and what an officer may answer, visits, and the doors of the heads."""

from starlette.routing import Route

from app.web.desk import delegations, drafts, holidays, refunds, transfers
from app.web.desk.answering import decide, enter_paper, sign
from app.web.desk.claiming import claim, hand_over, release
from app.web.desk.listing import desk
from app.web.desk.objections import answer, objection, objections
from app.web.desk.paper import paper_page
from app.web.desk.register_questions import ask_machine, ask_other
from app.web.desk.revoking import revoke
from app.web.desk.state_payments import deny
from app.web.desk.task import back_to_task, task_page
from app.web.desk.task_search import search, task_of_file
from app.web.desk.visits import day_round, propose

_TASK = "/petugas/tugas/{id}"
_FORMS = {
    "keputusan": decide,
    "draf": drafts.save,
    "tanda-tangan": sign,
    "ambil": claim,
    "lepaskan": release,
    "serahkan": hand_over,
    "alihkan": transfers.offer,
    "batal-alihkan": transfers.withdraw,
    "kunjungan": propose,
    "tanya-lagi": ask_machine,
    "register": ask_other,
    "belum-ditemukan": deny,
    "cabut": revoke,
}
"""The forms of a task's page; their addresses lead back to it when somebody opens them."""

_OFFER = "/petugas/pengalihan/{id}"
_OFFERS = {
    "terima": transfers.accept,
    "tolak": transfers.decline,
    "arahkan": transfers.direct,
    "batalkan": transfers.take_back,
}
"""The forms of an offer."""

routes = [
    Route("/petugas", desk),
    Route("/petugas/cari", search),
    Route("/petugas/berkas/{id}", task_of_file),
    Route("/petugas/kunjungan", day_round),
    Route("/petugas/keberatan", objections),
    Route("/petugas/keberatan/{id}", objection, methods=["GET"]),
    Route("/petugas/keberatan/{id}", answer, methods=["POST"]),
    Route("/petugas/delegasi", delegations.delegations, methods=["GET"]),
    Route("/petugas/delegasi", delegations.delegate, methods=["POST"]),
    Route("/petugas/delegasi/{id}/akhiri", delegations.back, methods=["GET"]),
    Route("/petugas/delegasi/{id}/akhiri", delegations.end, methods=["POST"]),
    Route("/petugas/kalender", holidays.calendar, methods=["GET"]),
    Route("/petugas/kalender", holidays.declare, methods=["POST"]),
    Route("/petugas/kalender/batalkan", holidays.back, methods=["GET"]),
    Route("/petugas/kalender/batalkan", holidays.withdraw, methods=["POST"]),
    Route("/petugas/pengalihan", transfers.transfers),
    *(Route(f"{_OFFER}/{name}", transfers.back, methods=["GET"]) for name in _OFFERS),
    *(Route(f"{_OFFER}/{name}", handler, methods=["POST"]) for name, handler in _OFFERS.items()),
    Route("/petugas/pengembalian", refunds.refunds),
    Route("/petugas/pengembalian/{id}", refunds.refund, methods=["GET"]),
    Route("/petugas/pengembalian/{id}", refunds.record, methods=["POST"]),
    Route(_TASK, task_page),
    Route(f"{_TASK}/kertas", paper_page, methods=["GET"]),
    Route(f"{_TASK}/kertas", enter_paper, methods=["POST"]),
    *(Route(f"{_TASK}/{name}", back_to_task, methods=["GET"]) for name in _FORMS),
    *(Route(f"{_TASK}/{name}", handler, methods=["POST"]) for name, handler in _FORMS.items()),
]
