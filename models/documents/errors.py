"""Why a document was refused."""

from models.kit.errors import NotFound
from models.kit.text import N_


class DocumentNotFound(NotFound):
    """No such document, or not one that the caller may know of."""

    message = N_("Dokumen tidak ditemukan.")
