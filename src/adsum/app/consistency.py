"""Documents of one kind that must not contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date

from adsum.app import codec
from adsum.app.kinds import Kind
from adsum.app.masterdata import InvalidDocument, Pay, PolicyUse, PolicyVersion
from adsum.app.ports.store import Records
from adsum.domain.pay import PayTerms, pay_slip
from adsum.domain.policy import PolicyBook
from adsum.domain.span import DateSpan

_ANY_DAY = DateSpan(date(2000, 1, 1), date(2000, 1, 1))


def check_consistent(records: Records, kind: Kind) -> None:
    """Refuse what the documents of `kind` cannot mean together.

    Raises:
        InvalidInput: with the code of the rule that is broken.
    """
    check = _CHECKS.get(kind.name)
    if check is not None:
        check(records)


def _policies(records: Records) -> None:
    versions: defaultdict[str, list[PolicyVersion]] = defaultdict(list)
    for stored in records.documents.all("policy"):
        version = codec.loads(PolicyVersion, stored.body)
        versions[version.policy].append(version)
    for book in versions.values():
        # The domain refuses two versions that begin on the same day.
        PolicyBook(tuple(sorted((v.rules for v in book), key=lambda rules: rules.valid_from)))
    for stored in records.documents.all("policy_use"):
        use = codec.loads(PolicyUse, stored.body)
        if use.policy not in versions:
            raise InvalidDocument(f"policy: there is no policy {use.policy!r} ({use.id} uses it)")


def _pay(records: Records) -> None:
    terms: defaultdict[str, list[PayTerms]] = defaultdict(list)
    for stored in records.documents.all("pay"):
        own = codec.loads(Pay, stored.body).terms
        terms[own.person_id].append(own)
    for given in terms.values():
        # The domain refuses terms that overlap or change the currency.
        pay_slip(given, (), _ANY_DAY)


_CHECKS: Mapping[str, Callable[[Records], None]] = {
    "policy": _policies,
    "policy_use": _policies,
    "pay": _pay,
}
