"""The loaded demo shop, for paths that need a shop full of things."""

from tests.demo.conftest import demo_shop, whole_demo

__all__ = ["demo_shop", "whole_demo"]
