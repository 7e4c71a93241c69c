"""A SLURM of one's own, on loopback, in a temporary folder: Debian's daemons, started and stopped here.

`slurmctld` and two `slurmd` under different names and ports, and a `munged` with a key of its own; no accounting
data base: states are asked of `squeue`. Nothing is installed, nothing outside the folder is written, and every
process that was started is ended, by its number.
"""

from __future__ import annotations

import ctypes
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

CLIENTS: Final = ("sbatch", "srun", "squeue", "scancel", "sinfo", "scontrol")
NEEDED: Final = ("munged", "slurmctld", "slurmd", *CLIENTS)
PACKAGES: Final = "munge slurmctld slurmd slurm-client"
NODES: Final = ("n1", "n2")
CORES: Final = 2
MEGABYTES: Final = 6000
"""Memory that each node says it has: jobs are placed by it, nothing holds them to it."""
DIE_WITH_PARENT: Final = 1
PATIENCE: Final = 60.0
LOST_AFTER: Final = 10
"""Seconds without an answer after which a node is lost."""
SETTINGS: Final = """\
ClusterName=essai
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller}
AuthType=auth/munge
AuthInfo=socket={folder}/munge/socket
CryptoType=crypto/munge
SlurmUser={user}
SlurmdUser={user}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/%n.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
SlurmdParameters=config_overrides
ReturnToService=2
JobRequeue=1
MinJobAge=3600
SlurmdTimeout={lost}
SlurmctldTimeout=30
MpiDefault=none
SwitchType=switch/none
{nodes}
PartitionName=tout Nodes={names} Default=YES MaxTime=INFINITE State=UP
"""


def missing() -> list[str]:
    """The programs of Debian's packages that are not here."""
    return [name for name in NEEDED if shutil.which(name, path=_path()) is None]


class Slurm:
    """The cluster that runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.daemons: dict[str, subprocess.Popen[bytes]] = {}
        self.environment = {
            **os.environ,
            "PATH": f"{folder / 'bin'}{os.pathsep}{_path()}",
            "SLURM_CONF": str(folder / "slurm.conf"),
        }

    def start(self) -> None:
        """Start every daemon, and wait until both nodes are idle."""
        self._configure()
        self._start_munge()
        self._start("slurmctld", "-D")
        for node in NODES:
            self._start("slurmd", "-D", "-N", node, name=node)
        self._wait(lambda: self.states() == dict.fromkeys(NODES, "idle"))

    def states(self) -> dict[str, str]:
        """State of each node."""
        lines = self.asked("sinfo", "-h", "-N", "-o", "%N %t").split("\n")
        return dict(line.split() for line in lines if line)

    def asked(self, *command: str) -> str:
        """What a program of SLURM says."""
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        return done.stdout

    def jobs_on(self, node: str) -> list[str]:
        """Numbers of the jobs that run on a node."""
        return self.asked("squeue", "-h", "-t", "RUNNING", "-w", node, "-o", "%i").split()

    def where_jobs_ran(self) -> dict[str, str]:
        """Job -> the node that its last run had, while SLURM remembers it."""
        lines = self.asked("squeue", "-h", "-t", "all", "-o", "%i %N").splitlines()
        return {number: node for number, _, node in (line.partition(" ") for line in lines)}

    def lose(self, node: str) -> None:
        """End a node at once with all that it runs, as a cut of power would."""
        daemon = self.daemons.pop(node)
        daemon.kill()
        daemon.wait()
        running = _processes_of(node, self.folder)
        for process in sorted(running, reverse=True):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def stop(self) -> None:
        """End whatever runs."""
        if "slurmctld" in self.daemons:
            self.asked("scancel", "--partition=tout", "--full")
        for node in NODES:
            if node in self.daemons:
                self.lose(node)
        for daemon in reversed(self.daemons.values()):
            daemon.terminate()
            with suppress(subprocess.TimeoutExpired):
                daemon.wait(10)
            daemon.kill()
            daemon.wait()

    def log(self) -> str:
        """The last words of each daemon."""
        files = sorted(self.folder.glob("*.log"))
        return "\n".join(f"== {file.name}\n{file.read_text('utf-8', 'replace')[-2000:]}" for file in files)

    def _configure(self) -> None:
        ports = _free_ports(1 + len(NODES))
        nodes = "\n".join(
            f"NodeName={node} NodeHostname={socket.gethostname()} NodeAddr=127.0.0.1 Port={port} CPUs={CORES} "
            f"RealMemory={MEGABYTES} State=UNKNOWN"
            for node, port in zip(NODES, ports[1:], strict=True)
        )
        text = SETTINGS.format(
            host=socket.gethostname(),
            controller=ports[0],
            folder=self.folder,
            user=_user(),
            lost=LOST_AFTER,
            nodes=nodes,
            names=",".join(NODES),
        )
        (self.folder / "slurm.conf").write_text(text, "utf-8")
        for name in ("state", "bin", *NODES):
            (self.folder / name).mkdir()
        self._find_again()

    def _find_again(self) -> None:
        """Give jobs programs that know this cluster: the plugin takes every variable of SLURM from them."""
        for name in CLIENTS:
            script = self.folder / "bin" / name
            real = shutil.which(name, path=_path())
            text = f"#!/bin/sh\nSLURM_CONF='{self.folder / 'slurm.conf'}' exec {real} \"$@\"\n"
            script.write_text(text, "utf-8")
            script.chmod(0o755)

    def _start_munge(self) -> None:
        place = self.folder / "munge"
        place.mkdir(mode=0o755)
        key = place / "key"
        key.touch(mode=0o600)
        key.write_bytes(secrets.token_bytes(128))
        words = [f"--{name}-file={place / name}" for name in ("key", "log", "pid", "seed")]
        self._start("munged", "--foreground", "--force", f"--socket={place / 'socket'}", *words)
        self._wait((place / "socket").exists)

    def _start(self, *command: str, name: str = "") -> None:
        name = name or command[0]
        log = (self.folder / f"{name}.out.log").open("wb")
        with log:
            self.daemons[name] = subprocess.Popen(
                command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=_end_with_us,  # noqa: PLW1509 this process has one thread
            )

    def _wait(self, is_so: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not is_so():
            dead = [name for name, daemon in self.daemons.items() if daemon.poll() is not None]
            if dead or time.monotonic() > end:
                raise RuntimeError(f"SLURM does not start ({dead or 'too slow'})\n{self.log()}")
            time.sleep(0.2)


@contextmanager
def slurm(folder: Path) -> Iterator[Slurm]:
    """A cluster in `folder`, which ends with the context whatever happens."""
    cluster = Slurm(folder)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


def _end_with_us() -> None:
    """End when the process that started us does, however that ends."""
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)


def _path() -> str:
    return os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])


def _user() -> str:
    import pwd  # noqa: PLC0415 not on Windows, where the tests are only collected

    return pwd.getpwuid(os.getuid()).pw_name


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def _processes_of(node: str, folder: Path) -> set[int]:
    """What runs on a node of the cluster of `folder`: its jobs, known by their environment, and their keepers."""
    ours = (f"SLURM_CONF={folder / 'slurm.conf'}".encode(), f"SLURMD_NODENAME={node}".encode())
    found: set[int] = set()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (process / "environ").read_bytes().split(b"\0")
            if all(word in words for word in ours):
                found.add(int(process.name))
    keepers = {parent for one in found if (parent := _parent(one)) and _is_keeper(parent)}
    return found | keepers


def _parent(process: int) -> int:
    with suppress(OSError):
        return int(Path(f"/proc/{process}/stat").read_text("ascii", "replace").rpartition(")")[2].split()[1])
    return 0


def _is_keeper(process: int) -> bool:
    with suppress(OSError):
        return b"slurmstepd" in Path(f"/proc/{process}/comm").read_bytes()
    return False
