"""Oscar finds our classes by name and falls back to its own without a word; here it says so."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import pytest
from django.apps import AppConfig, apps
from django.db import models
from oscar.core.loading import get_class, get_model

# Classes that stand beside Oscar's in a forked module on purpose: our strategy hands them out.
BESIDE_OSCARS = {"VatInclusivePrice"}


def forked_apps() -> Iterator[tuple[AppConfig, str]]:
    """Our app configurations that replace one of Oscar's, with the name of Oscar's package."""
    for config in apps.get_app_configs():
        if not config.name.startswith("shop."):
            continue
        for base in type(config).__mro__:
            if base.__module__.startswith("oscar.apps."):
                yield config, base.__module__.removesuffix(".apps")
                break


def forked_modules() -> Iterator[tuple[str, ModuleType, ModuleType]]:
    """Every module of a fork that has a counterpart in Oscar: its label, ours, and Oscar's."""
    for config, oscar_package in forked_apps():
        assert config.module is not None
        for info in pkgutil.walk_packages(config.module.__path__, config.name + "."):
            inside = info.name.removeprefix(config.name + ".")
            if "migrations" in inside or inside == "apps":
                continue
            try:
                oscars = importlib.import_module(f"{oscar_package}.{inside}")
            except ModuleNotFoundError:
                continue
            label = f"{oscar_package.removeprefix('oscar.apps.')}.{inside}"
            yield label, importlib.import_module(info.name), oscars


def own_classes(module: ModuleType) -> list[type]:
    return [
        member
        for _, member in inspect.getmembers(module, inspect.isclass)
        if member.__module__ == module.__name__
    ]


CASES = [
    pytest.param(label, ours, oscars, id=label)
    for label, ours, oscars in forked_modules()
    if own_classes(ours)
]


def test_there_are_forks() -> None:
    assert len(list(forked_apps())) >= 10
    assert len(CASES) >= 10


@pytest.mark.parametrize(("label", "ours", "oscars"), CASES)
def test_every_forked_class_is_the_one_oscar_finds(
    label: str, ours: ModuleType, oscars: ModuleType
) -> None:
    for own in own_classes(ours):
        if issubclass(own, models.Model):
            assert get_model(own._meta.app_label, own.__name__) is own
        elif hasattr(oscars, own.__name__):
            assert get_class(label, own.__name__) is own


@pytest.mark.parametrize(("label", "ours", "oscars"), CASES)
def test_no_fork_is_misspelt(label: str, ours: ModuleType, oscars: ModuleType) -> None:
    """A class made from its counterpart's must bear its name, or Oscar never asks for it."""
    oscar_classes = {
        member
        for _, member in inspect.getmembers(oscars, inspect.isclass)
        if member.__module__ == oscars.__name__
    }
    names = {member.__name__ for member in oscar_classes}

    strays = [
        own.__name__
        for own in own_classes(ours)
        if oscar_classes & set(own.__bases__)
        and own.__name__ not in names | BESIDE_OSCARS
        and not any(base.__name__ == own.__name__ for base in own.__mro__[1:])
        and not used_by_a_fork(own, ours)
        and not inherits_abstract_model(own)
    ]

    assert strays == []


def used_by_a_fork(own: type, module: ModuleType) -> bool:
    """Whether another of our classes in the module is made from this one."""
    return any(own in other.__bases__ for other in own_classes(module))


def inherits_abstract_model(own: type) -> bool:
    """Oscar's models are `AbstractProduct` there and `Product` here."""
    return any(base.__name__ == f"Abstract{own.__name__}" for base in own.__mro__)


def test_oscars_models_are_ours_where_we_fork() -> None:
    forked = {config.label for config, _ in forked_apps()}

    theirs = [
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in forked and not model.__module__.startswith("shop.")
    ]

    # Most of a fork's models are Oscar's own, created in our app; none may come from Oscar's app.
    assert [label for label in theirs if apps.get_model(label)._meta.app_config is None] == []
