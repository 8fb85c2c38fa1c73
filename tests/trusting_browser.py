"""Makes a Chromium on Linux trust an authority as a person does by hand: in the store of its own home folder.

It calls NSS, which every Chromium brings along, so that no further tool has to be installed.
"""

import ctypes
from pathlib import Path

_VALID_CA, _TRUSTED_CA = 1 << 3, 1 << 4  # nss/lib/certdb/certdb.h
_NO_HANDLE = 0


class _Trust(ctypes.Structure):
    _fields_ = (("ssl", ctypes.c_uint), ("email", ctypes.c_uint), ("signing", ctypes.c_uint))


def trust_in_home(home: Path, ca_pem: bytes) -> None:
    """Put the authority into the store that Chromium reads when its HOME is this folder."""
    store = home / ".pki" / "nssdb"
    store.mkdir(parents=True, mode=0o700)
    nss = ctypes.CDLL("libnss3.so")
    smime = ctypes.CDLL("libsmime3.so")
    for function in (smime.CERT_DecodeCertFromPackage, nss.PK11_GetInternalKeySlot, nss.CERT_GetDefaultCertDB):
        function.restype = ctypes.c_void_p
    _do(nss.NSS_InitReadWrite(f"sql:{store}".encode()))
    try:
        certificate = ctypes.c_void_p(smime.CERT_DecodeCertFromPackage(ca_pem, len(ca_pem)))
        slot = ctypes.c_void_p(nss.PK11_GetInternalKeySlot())
        if nss.PK11_NeedUserInit(slot):
            _do(nss.PK11_InitPin(slot, None, b""))
        _do(nss.PK11_ImportCert(slot, certificate, ctypes.c_ulong(_NO_HANDLE), b"centre", 0))
        trust = _Trust(_VALID_CA | _TRUSTED_CA, 0, 0)
        database = ctypes.c_void_p(nss.CERT_GetDefaultCertDB())
        _do(nss.CERT_ChangeCertTrust(database, certificate, ctypes.byref(trust)))
        nss.CERT_DestroyCertificate(certificate)
        nss.PK11_FreeSlot(slot)
    finally:
        _do(nss.NSS_Shutdown())


def _do(status: int) -> None:
    assert status == 0, "libnss3 refused"
