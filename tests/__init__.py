"""The tests, and the commands that measure: what they read is kept in their own projects, not on this account."""

import os

os.environ["RESTITUTION_CACHE"] = "non"
