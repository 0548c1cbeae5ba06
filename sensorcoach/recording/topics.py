"""Names in recordings that the writer and the reader share."""

PROFILE = "sensorcoach"
PACKETS_TOPIC = "/packets"
EVENTS_TOPIC = "/events"
