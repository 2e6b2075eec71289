"""The made-up release, and the applications that serve it and the samples."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Store

from ontology.namespaces import DEFAULT_BASE
from server.app import create_app
from server.settings import Settings
from server.site import open_site
from server.store import load
from tests.server.made_up import Draft, draft, write_release


@pytest.fixture
def make_release(tmp_path: Path) -> Callable[..., Path]:
    """Writes a release into a fresh folder: `make_release("name", base=…, conforms=…)`."""
    return lambda name="release", **given: write_release(tmp_path / name, **given)


@pytest.fixture(scope="session")
def release_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(tmp_path_factory.mktemp("served") / "release")


@pytest.fixture(scope="session")
def store_folder(release_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release's store for servers and pools of their own, which the application does not hold open."""
    folder = tmp_path_factory.mktemp("limits") / "store"
    load(release_folder, folder)
    return folder


@pytest.fixture(scope="session")
def drafts() -> list[Draft]:
    return [draft(DEFAULT_BASE, "410703", "卫滨区", 1), draft(DEFAULT_BASE, "130208", "丰润区", 2)]


@pytest.fixture(scope="session")
def app(release_folder: Path) -> Flask:
    settings = Settings(release=release_folder, store=release_folder.parent / "store", page_size=20)
    return create_app(settings)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def other_base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application of a release whose data has IRIs of its own."""
    folder = tmp_path_factory.mktemp("other")
    write_release(folder / "release", base="https://data.example.org/caizheng/")
    yield create_app(Settings(release=folder / "release", store=folder / "store"))


@pytest.fixture(scope="session")
def store(app: Flask) -> Store:
    return app.extensions["yusuan"].store


@pytest.fixture(scope="session")
def samples_app(samples_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application that serves what the converter makes of the samples."""
    settings = Settings(release=samples_release, store=tmp_path_factory.mktemp("samples") / "store")
    return create_app(settings, open_site(settings, force=True))
