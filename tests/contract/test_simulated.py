"""The simulated tenant keeps the contract."""

from tests.contract.suite_feed import *  # noqa: F403 - the suite's tests run here with this folder's fixtures
from tests.contract.suite_guard import *  # noqa: F403
from tests.contract.suite_history import *  # noqa: F403
