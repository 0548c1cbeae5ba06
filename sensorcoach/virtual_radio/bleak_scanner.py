"""A bleak scanner for the virtual air."""

from typing import ClassVar, Literal

from bleak.backends.scanner import AdvertisementData, AdvertisementDataCallback, BaseBleakScanner
from bumble.core import UUID, AdvertisingData
from bumble.device import Advertisement

from sensorcoach.virtual_radio.computer import Computer
from sensorcoach.virtual_radio.gatt_table import long_uuid

_Types = AdvertisingData.Type


class VirtualScanner(BaseBleakScanner):
    """Reports each advertisement. Each virtual computer has a subclass of its own."""

    computer: ClassVar[Computer]

    def __init__(
        self,
        detection_callback: AdvertisementDataCallback | None,
        service_uuids: list[str] | None,
        scanning_mode: Literal["active", "passive"],
        **options: object,
    ) -> None:
        super().__init__(detection_callback, service_uuids)
        del scanning_mode, options  # the virtual air has only one mode

    async def start(self) -> None:
        self.seen_devices = {}
        await self.computer.listen(self._on_advertisement)

    async def stop(self) -> None:
        await self.computer.stop_listening(self._on_advertisement)

    def _on_advertisement(self, advertisement: Advertisement) -> None:
        data_fields = advertisement.data
        address = advertisement.address.to_string(with_type_qualifier=False)
        data = AdvertisementData(
            local_name=data_fields.get(_Types.COMPLETE_LOCAL_NAME),
            manufacturer_data={},
            service_data={},
            service_uuids=[long_uuid(uuid) for uuid in _listed_services(data_fields)],
            tx_power=None,
            rssi=self.computer.rssi_dbm(address),
            platform_data=(),
        )
        if self.is_allowed_uuid(data.service_uuids):
            device = self.create_or_update_device(address, address, data.local_name, advertisement.address, data)
            self.call_detection_callbacks(device, data)


def _listed_services(data_fields: AdvertisingData) -> list[UUID]:
    return [
        uuid
        for listed in (
            *data_fields.get_all(_Types.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS),
            *data_fields.get_all(_Types.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS),
        )
        for uuid in listed
    ]
