"""Applying, step by step: form, documents, review."""

from starlette.routing import Route

from app.web.apply.documents import documents_step
from app.web.apply.form import form_step
from app.web.apply.review import review_step

routes = [
    Route("/ajukan/{slug}", form_step, methods=["GET", "POST"]),
    Route("/ajukan/{slug}/dokumen", documents_step, methods=["GET", "POST"]),
    Route("/ajukan/{slug}/periksa", review_step, methods=["GET", "POST"]),
]
