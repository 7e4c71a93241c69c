"""Shows Snakemake's progress in French: `snakemake --logger restitution`."""

from logging import LogRecord

from snakemake_interface_logger_plugins.base import LogHandlerBase

from restitution.progress import Progress


class LogHandler(LogHandlerBase):  # type: ignore[misc] # the interface has no types
    """Hands each record to `Progress`."""

    writes_to_stream = True
    writes_to_file = False
    has_filter = True
    has_formatter = True
    needs_rulegraph = False

    def __post_init__(self) -> None:
        """Begin with nothing done."""
        self.progress = Progress()

    def emit(self, record: LogRecord) -> None:
        """One record."""
        self.progress.report(record)
