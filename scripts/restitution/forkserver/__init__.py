"""Keeps a process that has loaded all that jobs need: a copy of it does each of them, at once.

Loading took longer than most jobs of a build. Who asks sends its arguments, folder, environment and open output,
and is answered by the job's exit code; whoever finds no server does the job itself. On Linux alone: elsewhere a
copy of a process is not safe. The socket is in no folder: nothing is left of it when all is killed.
"""

ADDRESS = "RESTITUTION_FORKSERVER"
"""The variable that says where the server listens."""
BEGUN = b"+"
"""What is said when a job begins: from then on nobody else may do it."""
LENGTH = 4
"""Bytes, most significant first, that say how long the JSON is that follows: arguments, folder, environment."""
DIED = 1
"""Exit code of a job that was ended before it could say its own."""
