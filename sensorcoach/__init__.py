"""sensorcoach: a rep counter and exercise timer for hip work, from a Bluetooth IMU."""
