"""Lit les fichiers d'un lot et masque les noms.

takes  intake/{lot}.jsonl
gives  notes/{lot}.jsonl, public/{lot}.jsonl, findings/pseudonymise/{lot}.jsonl
"""


rule normalise:
    input:
        intake="intake/{lot}.jsonl",
    output:
        notes="notes/{lot}.jsonl",
    log:
        "logs/normalise/{lot}.log",
    benchmark:
        "benchmarks/normalise/{lot}.tsv"
    message:
        "Lit les notes"
    shell:
        "{sys.executable:q} -Pm restitution.stages normalise {input.intake:q} -- {output.notes:q} >{log:q} 2>&1"


rule pseudonymise:
    input:
        notes="notes/{lot}.jsonl",
    output:
        public="public/{lot}.jsonl",
        findings="findings/pseudonymise/{lot}.jsonl",
    log:
        "logs/pseudonymise/{lot}.log",
    benchmark:
        "benchmarks/pseudonymise/{lot}.tsv"
    message:
        "Masque les noms"
    shell:
        "{sys.executable:q} -Pm restitution.stages pseudonymise {input.notes:q} -- {output.public:q} {output.findings:q} >{log:q} 2>&1"
