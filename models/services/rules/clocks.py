"""Time and money: the clocks fit into the promise, and a bill knows its amount."""

import re
from collections.abc import Collection, Iterator, Mapping

from models.services.codes import Code, Fault
from models.services.rules.numerals import NUMERALS, number
from models.services.rules.parts import Content, Rule, before, charges, indonesian, is_whole, product
from models.services.rules.values import whenever
from models.services.source import Where

HOURS_A_DAY = 7.5
"""Office hours of one working day (Perpres 21/2023)."""
_DAYS: Mapping[str, re.Pattern[str]] = {
    language: re.compile(rf"\b(\d+|{numeral})(?:\s*\(\s*(\d+|{numeral})\s*\))?\s+{days}\b", re.IGNORECASE)
    for language, numeral, days in (
        ("id", NUMERALS["id"], r"hari\s+kerja"),
        ("en", NUMERALS["en"], "(?:working|business)[ -]days?"),
    )
}
"""A number of days in digits or words, and once more in brackets, as laws write it."""
_FACTS = re.compile(r"(?i)^(surat )?(keterangan|pernyataan)\b")
_PERMISSIONS = re.compile(r"(?i)\b(penelitian|riset)\b")
"""What is called a statement and allows something all the same (Permendagri 3/2018)."""


def _clocks(content: Content) -> Iterator[Fault]:
    if any(key in earlier for key, earlier in before(content).items()):
        return
    hours, path = _longest(content)
    days = content["promised_working_days"]
    if hours > days * HOURS_A_DAY:
        facts = {
            "path": " → ".join(path),
            "hours": hours,
            "promised": f"{days * HOURS_A_DAY:g}".replace(".", ","),
            "days": days,
        }
        yield Fault(Code.CLOCKS_EXCEED_PROMISE, ("promised_working_days",), facts)


def _longest(content: Content) -> tuple[int, tuple[str, ...]]:
    """The way through the steps that takes the agencies longest; the citizen's own time to pay does not count.

    Where the state is paid, finding the payment is the agency's work, and counts.
    """
    steps = {step["key"]: step for step in content["steps"]}
    longest: dict[str, tuple[int, tuple[str, ...]]] = {}

    def path_to(key: str) -> tuple[int, tuple[str, ...]]:
        if key not in longest:
            ways = [path_to(need) for need in steps[key].get("needs", ()) if need in steps]
            hours, path = max(ways, default=(0, ()))
            own = 0 if steps[key]["kind"] == "pay" else steps[key]["working_hours"]
            longest[key] = hours + own, (*path, key)
        return longest[key]

    return max(path_to(key) for key in steps)


def _told_days(content: Content) -> Iterator[Fault]:
    """People read `standard.duration`; the clock runs by `promised_working_days`."""
    duration, promised = content["standard"]["duration"], content["promised_working_days"]
    texts: Mapping[str, str] = duration if isinstance(duration, Mapping) else {"id": duration}
    for language, text in texts.items():
        ways = [[number(way, language) for way in found if way] for found in _DAYS[language].findall(text)]
        if ways and {promised} not in map(set, ways):
            told = next(days for way in ways for days in way if days != promised)
            yield Fault(
                Code.DURATION_DIFFERS, ("standard", "duration", language), {"told": told, "days": promised}
            )


def _deemed(content: Content) -> Iterator[Fault]:
    promised = content["promised_working_days"]
    days = content.get("deemed_approval", {}).get("working_days", promised)
    if days < promised:
        facts = {"days": days, "promised": promised}
        yield Fault(Code.DEEMED_BEFORE_PROMISE, ("deemed_approval", "working_days"), facts)


def _deemed_facts(content: Content) -> Iterator[Fault]:
    """Silence grants a permission; it makes no fact true."""
    title = indonesian(product(content)["title"])
    if "deemed_approval" in content and _FACTS.search(title) and not _PERMISSIONS.search(title):
        yield Fault(Code.DEEMED_FACT, ("deemed_approval",), {"document": title})


def _fixed_bills(content: Content) -> Iterator[Fault]:
    """People read `fee.amount`; what the steps bill is what they pay."""
    told = content["fee"]["amount"]
    billed = [charge["amount"] for _, _, charge in charges(content) if "amount" in charge]
    if told is not None and billed and sum(billed) != told:
        yield Fault(Code.FEE_DIFFERS, ("fee", "amount"), {"told": told, "billed": sum(billed)})


def _bills(content: Content) -> Iterator[Fault]:
    steps, earlier = {step["key"]: step for step in content["steps"]}, before(content)
    for place, step, charge in charges(content):
        setter = charge.get("amount_of")
        if setter is None or not is_whole(content):
            continue
        where: Where = (*place, "amount_of")
        facts = {"step": step["key"], "setter": setter}
        sets = setter in earlier[step["key"]] and steps[setter]["kind"] in {"verify", "decide"}
        if not sets:
            yield Fault(Code.BILL_AMOUNT, where, facts)
        elif not whenever(content["form"]["properties"], step, steps[setter]):
            yield Fault(Code.BILL_UNSET, where, facts)


CLOCK_RULES: Collection[Rule] = (
    _clocks,
    _told_days,
    _deemed,
    _deemed_facts,
    _fixed_bills,
    _bills,
)
