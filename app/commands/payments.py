"""`kabupaten payments`: money that came, what of it is to be given back, and that it was."""

import argparse
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.commands.kit import Commands, with_database
from app.i18n import _
from app.regency import regency_of
from app.settings import Settings
from models.billing.astray import AstrayRow, money_astray
from models.billing.refunding import GivingBack, RefundNotFound, give_back
from models.billing.refunds import GivenRow, OwedRow, refunds_given, refunds_owed
from models.billing.wording import WHY_GIVEN_BACK
from models.billing.workflow import Refundable
from models.kit.actor import SYSTEM
from models.kit.errors import Refusal
from models.kit.paging import MAX_PAGE, Page
from models.kit.regency import Regency
from models.services.presenting import rupiah

