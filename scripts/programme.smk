"""Construit chaque projet d'un programme, chacun par la commande ordinaire.

takes  programme.json (what was decided, see restitution.programme)
gives  results/{project}.json: what each project answered, whatever it was; spread/{project}.json: the same
       of a large one whose own jobs are sent elsewhere: it is watched from here, or those who watch would
       fill the cluster and wait for room in it
"""

from pathlib import Path

from snakemake.utils import min_version

from restitution.programme.record import decided

min_version("9.27")

PROGRAMME = decided(Path.cwd())


rule all:
    default_target: True
    input:
        results=PROGRAMME.results(),


rule project:
    output:
        result="results/{project}.json",
    log:
        "logs/{project}.log",
    benchmark:
        "benchmarks/{project}.tsv"
    threads: PROGRAMME.cores
    message:
        "Construit le projet"
    shell:
        "{sys.executable:q} -Pm restitution.programme.one {wildcards.project:q} -- {output.result:q} >{log:q} 2>&1"


rule spread_project:
    output:
        result="spread/{project}.json",
    log:
        "logs/{project}.log",
    benchmark:
        "benchmarks/{project}.tsv"
    localrule: True
    message:
        "Construit le projet, réparti"
    shell:
        "{sys.executable:q} -Pm restitution.programme.one {wildcards.project:q} -- {output.result:q} >{log:q} 2>&1"
