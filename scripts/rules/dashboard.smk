"""Écrit le tableau de bord de l'équipe : tout ce que la construction sait du projet, en une page.

takes  document.json, annexes.json, coverage.json, balance.json, conflicts.json, survey.json (for the checks),
       remarks.json, applied.json, corrections.json, identities.jsonl, verified/{output}.json of a whole build (a check
       looks at what was written), notes/{lot}.jsonl (whose names are to be hidden)
gives  build/tableau-de-bord.html
"""


rule write_dashboard:
    input:
        document="document.json",
        annexes="annexes.json",
        coverage="coverage.json",
        balance="balance.json",
        conflicts="conflicts.json",
        survey="survey.json",
        remarks="remarks.json",
        applied="applied.json",
        corrections="corrections.json",
        identities="identities.jsonl",
        verified=PLAN.each_checked("verified/{output}.json"),
        unmasked=PLAN.each_lot("notes/{lot}.jsonl"),
    output:
        page="build/tableau-de-bord.html",
    log:
        "logs/write_dashboard.log",
    benchmark:
        "benchmarks/write_dashboard.tsv"
    threads: ALONE
    message:
        "Écrit le tableau de bord"
    shell:
        "{sys.executable:q} -Pm restitution.stages write_dashboard {input:q} -- {output.page:q} >{log:q} 2>&1"
