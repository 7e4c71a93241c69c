"""Construit chaque projet d'un programme, chacun par la commande ordinaire.

takes  programme.json (what was decided, see restitution.programme)
gives  results/{project}.json: what each project answered, whatever it was
"""

from pathlib import Path

from snakemake.utils import min_version

from restitution.programme.record import decided

min_version("9.27")

PROGRAMME = decided(Path.cwd())


rule all:
    default_target: True
    input:
        results=expand("results/{project}.json", project=PROGRAMME.keys),


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
