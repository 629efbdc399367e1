"""Made-up services for stories about checks, bills and registers: a form of three fields, and the steps one needs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from models.applications.operations.submitting import (
    ApplicationDraft,
    SubmittedApplication,
    submit_application,
)
from models.kit.actor import Actor
from models.kit.ids import random_code
from models.services.catalogue import load
from models.services.operations import publish
from tests.story import Story

SOUND = Path(__file__).parent / "models/services/sound/izin.yaml"
FIELDS = ("business_name", "npwpd", "size")
ANSWERS: Mapping[str, Any] = {"business_name": "Warung Sederhana", "npwpd": "P.2.0001.01.001", "size": 12}


def step(key: str, kind: str, agency: str, *needs: str, **more: Any) -> dict[str, Any]:
    """A step of eight working hours, and whatever else it needs."""
    title = {"id": key, "en": key}
    return {
        "key": key,
        "title": title,
        "kind": kind,
        "agency": agency,
        "needs": list(needs),
        "working_hours": 8,
        **more,
    }


def made_up(
    *steps: Mapping[str, Any], slug: str = "izin-coba", code: str = "COB", **more: Any
) -> dict[str, Any]:
    """A service of DPMPTSP with these steps, whose last one signs."""
    properties = {
        name: {"type": "string", "maxLength": 60, "title": name, "x-en": {"title": name}} for name in FIELDS
    }
    properties["size"] = {
        "type": "integer",
        "minimum": 1,
        "maximum": 500,
        "title": "size",
        "x-en": {"title": "size"},
    }
    source = load(SOUND) | {
        "slug": slug,
        "code": code,
        "documents": [],
        "sections": [{"title": {"id": "Usaha", "en": "Business"}, "fields": list(FIELDS)}],
        "form": {
            "type": "object",
            "additionalProperties": False,
            "required": ["business_name"],
            "properties": properties,
        },
        "steps": [*steps],
    }
    source["output"] = source["output"] | {"states": ["business_name"], "kind": slug}
    del source["deemed_approval"], source["output"]["valid_until"]
    return source | more


def decided_and_signed(*needs: str, after: str = "decision") -> list[dict[str, Any]]:
    """The decision on what the steps before it found, and the signature."""
    return [step("decision", "decide", "dpmptsp", *needs), step("signature", "sign", "dpmptsp", after)]


async def submit(
    story: Story, source: Mapping[str, Any], *, by: Actor | None = None, **answers: Any
) -> SubmittedApplication:
    """An application for a made-up service, which is published first where it is not yet."""
    await publish(source, at=story.at())
    draft = ApplicationDraft(source["slug"], {**ANSWERS, **answers}, (), random_code())
    return await submit_application(
        draft, by=by or await story.citizen(), at=story.at(), regency=story.regency
    )
