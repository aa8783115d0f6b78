"""Publication dates in the forms that news tables use, as ISO dates."""

from __future__ import annotations

import re
from datetime import date, datetime
from itertools import product

# No date of publication is without its year in full; two digits could be a day.
_YEAR = re.compile(
    r"(?<!\d)(?:1[5-9]|20|21)\d\d(?!\d)|(?<!\d)(?:1[5-9]|20|21)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"
)
_DECORATION = re.compile(r"(?i)^\s*(?:(?:last |first )?(?:published|updated|posted)(?: on| at)?:?\s+)")
# After the year comes the month, whatever the separator.
_YEAR_FIRST = re.compile(r"^(\d{4})[/.](\d\d)[/.](\d\d)(?!\d)")
_LONGEST = 60
# Parts that the text leaves out are taken from these: a date that differs is not complete.
_DEFAULTS = (datetime(2001, 3, 7), datetime(2008, 11, 19))


def iso_date(value: object) -> str | None:
    """`value` as `YYYY-MM-DD`, or `None` where it is no date or could be two."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    text = _YEAR_FIRST.sub(r"\1-\2-\3", _DECORATION.sub("", value).strip())
    if not _YEAR.search(text):
        return None
    try:
        return datetime.fromisoformat(text).date().isoformat()
    except ValueError:
        return _clear_date(text)


def _clear_date(text: str) -> str | None:
    """The date, if month first or day first, and whatever today is, it is the same one."""
    import warnings

    from dateutil import parser  # type: ignore[import-untyped]

    found = set()
    for day_first, default in product((False, True), _DEFAULTS):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of time zones it does not know: only the date counts
                found.add(parser.parse(text, dayfirst=day_first, default=default).date())
        except (ValueError, OverflowError, TypeError):
            return None
    return found.pop().isoformat() if len(found) == 1 else None
