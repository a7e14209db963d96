"""A timestamp is asked for only on request, and kept only if it is of the very bytes that were sent.

RFC 3161, over HTTP (§3.4). Whether to trust the authority that signed it is for whoever checks it:
`openssl ts -verify -data FILE -in FILE.tsr -CAfile AUTHORITY.pem`.
"""

from __future__ import annotations

from hashlib import sha512
from http.client import HTTPException
from urllib.request import Request, urlopen

from timeline.errors import TimelineError

#: Seconds to wait for the authority.
PATIENCE = 30
#: Bytes of an answer: a token with the certificates of its authority has some thousand.
LARGEST = 1 << 20


def timestamp(data: bytes, url: str) -> bytes:
    """The time-stamp response (RFC 3161 §2.4.2) of the authority at `url` for `data`. Raises TimelineError."""
    try:
        from rfc3161_client import HashAlgorithm, TimestampRequestBuilder, decode_timestamp_response
    except ImportError as problem:
        raise TimelineError(
            "Timestamps need the package rfc3161-client. Install it: pip install 'incident-timeline[timestamp]'"
        ) from problem

    request = TimestampRequestBuilder(data, HashAlgorithm.SHA512, nonce=True, cert_req=True).build()
    answer = _asked(url, request.as_bytes())
    try:
        response = decode_timestamp_response(answer)
        status, told = response.status, "; ".join(response.status_string)
        granted = status in (0, 1)  # granted, granted with modifications (§2.4.2)
        token = response.tst_info if granted else None
    except ValueError as problem:
        raise TimelineError(f"{url} did not answer with a timestamp. Is it the address of an authority?") from problem
    if token is None:
        raise TimelineError(f"{url} refused to give a timestamp (status {status}). {told}".rstrip())
    if token.message_imprint.message != sha512(data).digest() or token.nonce != request.nonce:
        raise TimelineError(f"{url} answered with a timestamp of something else. Ask another authority.")
    return answer


def _asked(url: str, query: bytes) -> bytes:
    if not url.startswith(("http://", "https://")):
        raise TimelineError(f"{url} is not the address of a timestamp authority. Write one that begins with https://")
    try:
        request = Request(url, query, {"Content-Type": "application/timestamp-query"})
        with urlopen(request, timeout=PATIENCE) as response:
            answer: bytes = response.read(LARGEST)
    except (OSError, HTTPException, ValueError) as problem:
        raise TimelineError(f"{url} gave no timestamp: {problem}. Try again later, or ask another.") from problem
    return answer
