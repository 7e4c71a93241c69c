"""What a build needs, and what is there: `restitution doctor`."""

from restitution.doctor.examination import examine
from restitution.doctor.machine import Machine
from restitution.doctor.report import Line, Report, State

__all__ = ["Line", "Machine", "Report", "State", "examine"]
