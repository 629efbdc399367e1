"""What officers do with steps that are another agency's business."""

from uuid import UUID

from models.applications.operations.taking_over import accept_transfer, decline_transfer, withdraw_transfer
from models.applications.operations.transferring import TransferWish, direct_transfer, offer_transfer
from models.kit.ids import random_code
from tests.story import Story

WHY = "Jalan ini jalan provinsi."


async def offer(
    story: Story, application: UUID, step: str, by: str, to: str, *, reason: str = WHY, key: str | None = None
) -> None:
    """Offered by its owner; `setda` is asked to find somebody."""
    wish = TransferWish((await story.task(application, step)).id, to, reason, key or random_code())
    await offer_transfer(wish, by=await story.officer(by), at=story.at(), regency=story.regency)


async def direct(story: Story, application: UUID, step: str, to: str, by: str = "setda") -> None:
    """Directed by the secretariat."""
    wish = TransferWish((await story.task(application, step)).id, to, WHY, random_code())
    await direct_transfer(wish, by=await story.officer(by), at=story.at(), regency=story.regency)


async def accept(story: Story, application: UUID, step: str, by: str) -> None:
    """Accepted by an officer of the receiver."""
    task = await story.task(application, step)
    await accept_transfer(task.id, by=await story.officer(by), at=story.at(), regency=story.regency)


async def decline(story: Story, application: UUID, step: str, by: str, reason: str = "Bukan kami.") -> None:
    """Declined by an officer of the receiver."""
    task = await story.task(application, step)
    await decline_transfer(task.id, reason, by=await story.officer(by), at=story.at(), regency=story.regency)


async def withdraw(story: Story, application: UUID, step: str, by: str) -> None:
    """Taken back by whoever made the offer."""
    task = await story.task(application, step)
    await withdraw_transfer(task.id, by=await story.officer(by), at=story.at(), regency=story.regency)
