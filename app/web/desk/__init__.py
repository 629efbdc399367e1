"""The officers' desk: the queue, one task, and what an officer may answer."""

from starlette.routing import Route

from app.web.desk.answering import decide, sign
from app.web.desk.listing import desk
from app.web.desk.task import back_to_task, task_page

routes = [
    Route("/petugas", desk),
    Route("/petugas/tugas/{id}", task_page),
    Route("/petugas/tugas/{id}/keputusan", back_to_task, methods=["GET"]),
    Route("/petugas/tugas/{id}/keputusan", decide, methods=["POST"]),
    Route("/petugas/tugas/{id}/tanda-tangan", back_to_task, methods=["GET"]),
    Route("/petugas/tugas/{id}/tanda-tangan", sign, methods=["POST"]),
]
