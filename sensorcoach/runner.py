"""The asynchronous shell that ties a packet source to the pipeline and the screen."""
