"""Reconnaît les fichiers d'un lot (un dossier de sources/).

takes  the photograph of the lot (its key stands in plan.json)
gives  intake/{lot}.jsonl
"""


rule intake:
    output:
        intake="intake/{lot}.jsonl",
    log:
        "logs/intake/{lot}.log",
    benchmark:
        "benchmarks/intake/{lot}.tsv"
    message:
        "Reconnaît les fichiers"
    shell:
        "{sys.executable:q} -Pm restitution.stages intake -- {output.intake:q} >{log:q} 2>&1"
