"""Everything that the kiosk's edge may call, built once."""

from __future__ import annotations

from dataclasses import dataclass

from adsum.app.administration import Administration
from adsum.app.authenticate import Authenticate
from adsum.app.kiosk import Eyes
from adsum.app.kiosk_greeting import Greet
from adsum.app.kiosk_pairing import NewKiosk, PairKiosk
from adsum.app.kiosk_undo import UndoPunch
from adsum.app.kiosks import ClockByPin, DeliverSighting, Kiosks
from adsum.app.manage_credentials import CredentialDraft
from adsum.app.ports.credentials import CredentialKind
from adsum.app.principal import Role


@dataclass(frozen=True, slots=True)
class KioskServices:
    """The built use cases of the kiosk."""

    watches: Kiosks
    greet: Greet
    deliver: DeliverSighting
    undo: UndoPunch
    pair: PairKiosk
    punch_by_pin: ClockByPin
    authenticate: Authenticate


def kiosk_services(admin: Administration, eyes: Eyes) -> KioskServices:
    """Return the kiosk's use cases over parts that are built already."""

    def issue(kiosk: NewKiosk) -> str:
        draft = CredentialDraft(CredentialKind.DEVICE, kiosk.name, Role.DEVICE, place=kiosk.place)
        return admin.credentials.issue(kiosk.actor, draft)[1]

    watches = Kiosks(eyes)
    return KioskServices(
        watches=watches,
        greet=eyes.greet,
        deliver=DeliverSighting(eyes),
        undo=UndoPunch(admin.store, admin.clock, watches),
        pair=PairKiosk(admin.clock, issue),
        punch_by_pin=ClockByPin(admin.punch_by_pin, watches),
        authenticate=admin.authenticate,
    )
