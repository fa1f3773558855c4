"""Entity tags: a change names the revision that it changes, so that nobody overwrites unseen."""

from __future__ import annotations

import hashlib
import re
from typing import Annotated

from fastapi import Header, Request, Response

from adsum.errors import AdsumError, InvalidInput

ANY = "*"
_TAG = re.compile(r'\s*(?:W/)?"([^"]*)"\s*')

IfMatch = Annotated[str | None, Header(max_length=1000, description="the ETag that was read")]
IfNoneMatch = Annotated[
    str | None, Header(max_length=1000, description="* : only if there is none yet")
]


class PreconditionMissing(AdsumError):
    """A change that does not say which revision it changes."""

    code = "etag.required"
    remedy = "Send the ETag that you read as If-Match; or If-None-Match: * to make a new one."


class PreconditionFailed(AdsumError):
    """Somebody else has changed it since it was read."""

    code = "etag.stale"
    remedy = "Read it again, then decide whether your change still makes sense."


class InvalidTag(InvalidInput):
    """An If-Match that is no revision."""

    code = "etag.invalid"
    remedy = 'Send the ETag as it was answered, with its quotation marks: "3".'


def tag(revision: int) -> str:
    """Return the ETag of a revision."""
    return f'"{revision}"'


def expected(if_match: str | None, if_none_match: str | None = None) -> int | None:
    """Return the revision that is to be changed; 0: there must be none; None: whatever there is.

    Raises:
        PreconditionMissing: neither header was sent. InvalidTag: it cannot be a revision.
    """
    if if_match is None:
        if if_none_match is not None and if_none_match.strip() == ANY:
            return 0
        raise PreconditionMissing("the request does not say which revision it changes")
    if if_match.strip() == ANY:
        return None
    found = _TAG.fullmatch(if_match)
    if found is None or not re.fullmatch(r"[0-9]{1,9}", found[1]):
        raise InvalidTag("If-Match is not the ETag of a revision")
    return int(found[1])


def matches(if_match: str | None, current: str) -> bool:
    """Return whether what is to be changed is still `current`, an ETag.

    Raises:
        PreconditionMissing: the header was not sent.
    """
    if if_match is None:
        raise PreconditionMissing("the request does not say which revision it changes")
    given = {_bare(one) for one in if_match.split(",")}
    return ANY in given or current in given


def conditional(request: Request, response: Response) -> Response:
    """Return a 304 without a body where the client has this answer already.

    An answer without an ETag gets one made from its bytes.
    """
    if request.method != "GET" or response.status_code != 200 or not hasattr(response, "body"):
        return response
    if "etag" not in response.headers:
        digest = hashlib.sha256(bytes(response.body)).hexdigest()[:32]
        response.headers["ETag"] = f'"{digest}"'
    current = response.headers["etag"]
    given = request.headers.get("if-none-match", "")
    if given.strip() != ANY and _bare(current) not in {_bare(one) for one in given.split(",")}:
        return response
    kept = {name: response.headers[name] for name in ("etag",)}
    return Response(status_code=304, headers=kept)


def bare(one: str) -> str:
    """Return an entity tag without its quotation marks."""
    return _bare(one).strip().strip('"')


def _bare(one: str) -> str:
    return one.strip().removeprefix("W/")
