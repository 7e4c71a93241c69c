"""La restitution : des notes déposées dans sources/ aux documents publiés dans output/."""

from pathlib import Path

from snakemake.utils import min_version

from restitution.garbage import collect_seldom, end_at_once
from restitution.plan import WORK
from restitution.plan.places import project_of_job
from restitution.plan.prepare import prepare

min_version("9.27")
collect_seldom()
end_at_once()

# Photographs the project and drops every result made from something else: what is
# missing is what runs, whatever modification times say.
PROJECT = project_of_job(Path.cwd())
PLAN = prepare(PROJECT, leader=workflow.is_main_process)

# Of a long project, a stage that reads a whole document has the machine for itself: two at a
# time would take twice the memory. On a cluster, each has a machine of its own.
ALONE = workflow.cores or 1 if PLAN.is_long and not workflow.nodes else 1

# Each rule runs its stage by `sys.executable`, the interpreter that runs the workflow, whatever
# PATH says; `sys` is a name that Snakemake gives to every rule, in a module too.


workdir: str(PROJECT / WORK)


wildcard_constraints:
    lot="[A-Za-z0-9-]+",
    output="[a-z-]+",  # one of plan.outputs.OUTPUTS; the copies to review are verified in one go


include: "scripts/rules/intake.smk"
include: "scripts/rules/notes.smk"
include: "scripts/rules/document.smk"
include: "scripts/rules/meeting.smk"
include: "scripts/rules/site.smk"
include: "scripts/rules/review.smk"
include: "scripts/rules/returns.smk"
include: "scripts/rules/dashboard.smk"
include: "scripts/rules/publish.smk"


rule all:
    default_target: True
    input:
        published="published.json",
