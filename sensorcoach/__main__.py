"""`python -m sensorcoach`: the command line without its script."""

from sensorcoach.cli.main import main

main()
