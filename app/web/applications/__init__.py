"""The citizen's own applications: the list, one with all that happened, and correcting it; or by number and PIN."""

from starlette.routing import Route

from app.web.applications import (
    correction,
    listing,
    objection,
    page,
    payment_report,
    tracking,
    visit_choice,
    withdrawal,
)

routes = [
    Route("/permohonan", listing.application_list),
    Route("/permohonan/{number}", page.application),
    Route("/permohonan/{number}/perbaikan", page.back_to_application, methods=["GET"]),
    Route("/permohonan/{number}/perbaikan", correction.correction, methods=["POST"]),
    Route("/permohonan/{number}/kunjungan", page.back_to_application, methods=["GET"]),
    Route("/permohonan/{number}/kunjungan", visit_choice.answer, methods=["POST"]),
    Route("/permohonan/{number}/pnbp", page.back_to_application, methods=["GET"]),
    Route("/permohonan/{number}/pnbp", payment_report.report, methods=["POST"]),
    Route("/permohonan/{number}/batal", withdrawal.withdrawal, methods=["GET"]),
    Route("/permohonan/{number}/batal", withdrawal.withdraw, methods=["POST"]),
    Route("/permohonan/{number}/keberatan", objection.objection, methods=["GET"]),
    Route("/permohonan/{number}/keberatan", objection.file_objection, methods=["POST"]),
    *tracking.routes,
]
