"""Names in our recordings, for whoever writes them and whoever reads them."""

PROFILE = "sensorcoach"
PACKETS_TOPIC = "/packets"
EVENTS_TOPIC = "/events"
