"""The REST API: the shop for programs, over the services and selectors that its pages use."""
