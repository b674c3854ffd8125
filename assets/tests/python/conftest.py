"""Runs the program once for all tests."""

import pytest

from tests.system import deploy


@pytest.fixture(scope="session", autouse=True)
def deployed() -> None:
    """Run the program under mocks."""
    deploy()
