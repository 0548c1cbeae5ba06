"""Bleak's scanner on the virtual air."""

from typing import ClassVar, Literal

from bleak.backends.scanner import AdvertisementData, AdvertisementDataCallback, BaseBleakScanner
from bumble.core import UUID, AdvertisingData
from bumble.device import Advertisement

from sensorcoach.virtual_radio.computer import Computer
from sensorcoach.virtual_radio.gatt_table import long_uuid

_Types = AdvertisingData.Type


class VirtualScanner(BaseBleakScanner):
    """Tells of each advertisement; a class of its own is bound to each computer."""

    station: ClassVar[Computer]

    def __init__(
        self,
        detection_callback: AdvertisementDataCallback | None,
        service_uuids: list[str] | None,
        scanning_mode: Literal["active", "passive"],
        **options: object,
    ) -> None:
        super().__init__(detection_callback, service_uuids)
        del scanning_mode, options  # all the same here

    async def start(self) -> None:
        self.seen_devices = {}
        await self.station.listen(self._heard)

    async def stop(self) -> None:
        await self.station.stop_listening(self._heard)

    def _heard(self, advertisement: Advertisement) -> None:
        said = advertisement.data
        address = advertisement.address.to_string(with_type_qualifier=False)
        data = AdvertisementData(
            local_name=said.get(_Types.COMPLETE_LOCAL_NAME),
            manufacturer_data={},
            service_data={},
            service_uuids=[long_uuid(uuid) for uuid in _services(said)],
            tx_power=None,
            rssi=self.station.rssi_dbm(address),
            platform_data=(),
        )
        if self.is_allowed_uuid(data.service_uuids):
            device = self.create_or_update_device(address, address, data.local_name, advertisement.address, data)
            self.call_detection_callbacks(device, data)


def _services(said: AdvertisingData) -> list[UUID]:
    return [
        uuid
        for listed in (
            *said.get_all(_Types.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS),
            *said.get_all(_Types.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS),
        )
        for uuid in listed
    ]
