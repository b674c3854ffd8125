"""How long AWS may take to answer, in seconds, and how often it is asked."""

from botocore.config import Config

QUICK = Config(
    connect_timeout=1,
    read_timeout=5,
    retries={"mode": "standard", "total_max_attempts": 3},
)

# For calls that wait for work to be done: asked once, and for as long as a function may run.
PATIENT = Config(
    connect_timeout=1,
    read_timeout=900,
    retries={"mode": "standard", "total_max_attempts": 1},
)
