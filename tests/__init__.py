"""The tests, and the commands that measure: what they read is kept in their own projects, not on this account.

`LECTURES_DES_TESTS`: a folder in which projects of tests share what they read, since most are copies of one.
"""

import os

shared = os.environ.get("LECTURES_DES_TESTS", "")
os.environ["RESTITUTION_CACHE"] = shared or "non"
if shared:
    os.environ["RESTITUTION_CACHE_CLE"] = f"{shared}.cle"
