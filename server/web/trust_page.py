"""How to trust the centre's certificate, and the certificate itself: for anybody, before any login."""

from pathlib import Path

from fastapi import APIRouter, Request, Response

from messaging.enrolling import SECURE_PORT_HEADER
from server.errors import NotFound
from server.house import House
from server.tls.certificates import NoCertificate, Told, look
from server.web.plumbing import HouseDep
from server.web.templating import page

router = APIRouter(include_in_schema=False)

_KEPT_S = 300


@router.get("/trust")
def get_trust(request: Request, house: HouseDep) -> Response:
    """How to trust the authority on each kind of computer, with its fingerprint to compare."""
    told = _told(house)
    return page(
        "trust.html",
        request=request,
        is_sample=house.is_sample,
        subject=told.subject,
        fingerprint=told.shown_fingerprint,
        valid_until=told.valid_until.strftime("%d/%m/%Y"),
        login_address=str(
            request.url.replace(scheme="https", port=house.settings.tls_port, path="/console/login", query="")
        ),
    )


@router.get("/trust/ca.pem")
def get_authority(house: HouseDep) -> Response:
    """The authority as devices take it, once its fingerprint is compared."""
    return _file(house, "application/x-pem-file")


@router.get("/trust/bocso.crt")
def get_authority_to_trust(house: HouseDep) -> Response:
    """The same under the name and type by which computers and phones offer to trust it."""
    return _file(house, "application/x-x509-ca-cert")


def _file(house: House, kind: str) -> Response:
    return Response(
        _authority(house).read_bytes(),
        media_type=kind,
        headers={
            "Cache-Control": f"max-age={_KEPT_S}",
            "Cross-Origin-Resource-Policy": "same-origin",
            SECURE_PORT_HEADER: str(house.settings.tls_port),
        },
    )


def _told(house: House) -> Told:
    try:
        return look(_authority(house))
    except NoCertificate:
        raise _nothing() from None


def _authority(house: House) -> Path:
    """
    Raises:
        NotFound: nothing is encrypted here.
    """
    file = house.settings.tls_ca
    if file is None or not file.exists():
        raise _nothing()
    return file


def _nothing() -> NotFound:
    return NotFound("certificate", "Máy chủ này chưa có chứng chỉ riêng.")
