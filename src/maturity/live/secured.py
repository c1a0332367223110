"""A certificate with which phones and laptop talk over https; none is ever made here."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path

from maturity.errors import InputError, Problem

HINT = "give the certificate, with those that vouch for it, and its key, both as PEM and without a password"


@dataclass(frozen=True, slots=True)
class Certificate:
    """Files of a certificate and of its key, which belong together."""

    file: Path
    key: Path

    def context(self) -> ssl.SSLContext:
        """What a listener secures its lines with."""
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        # Nobody can be asked for a password once phones are waiting.
        made.load_cert_chain(self.file, self.key, password=lambda: "")
        return made


def certificate(file: Path, key: Path) -> Certificate:
    """A certificate that can be used.

    Raises:
        InputError: one of the files cannot be read, or they do not belong together.
    """
    for one in (file, key):
        try:
            one.read_bytes()
        except OSError as error:
            reason = error.strerror or "it cannot be read"
            raise _refused(one, f"this file cannot be read: {reason}") from None
    made = Certificate(file, key)
    try:
        made.context()
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            raise _refused(key, f"this is not the key of {file}") from None
        raise _refused(file, f"this and {key} are no certificate and its key") from None
    except (OSError, ValueError):
        raise _refused(file, f"this and {key} are no certificate and its key") from None
    return made


def _refused(file: Path, message: str) -> InputError:
    return InputError(Problem(str(file), None, "", "no-certificate", message, HINT))
