"""Compose ce qui se montre aux rencontres, et l'écrit.

takes  document.json, coverage.json, public/{lot}.jsonl, the editor's choices (the plan)
gives  diaporama.json (with the speaker's notes), vues.json (without), rencontre.json (what is proposed to the editor),
       findings/compose_meeting.jsonl, build/restitution.pptx, build/diaporama.pdf, findings/diaporama-pdf.jsonl
"""


rule compose_meeting:
    input:
        document="document.json",
        coverage="coverage.json",
        notes=PLAN.each_lot("public/{lot}.jsonl"),
    output:
        deck="diaporama.json",
        views="vues.json",
        offered="rencontre.json",
        findings="findings/compose_meeting.jsonl",
    log:
        "logs/compose_meeting.log",
    benchmark:
        "benchmarks/compose_meeting.tsv"
    message:
        "Compose le diaporama"
    shell:
        "{sys.executable:q} -Pm restitution.stages compose_meeting {input:q} -- {output:q} >{log:q} 2>&1"


rule write_pptx:
    input:
        deck="diaporama.json",
    output:
        pptx="build/restitution.pptx",
    log:
        "logs/write_pptx.log",
    benchmark:
        "benchmarks/write_pptx.tsv"
    message:
        "Écrit le diaporama"
    shell:
        "{sys.executable:q} -Pm restitution.stages write_pptx {input.deck:q} -- {output.pptx:q} >{log:q} 2>&1"


use rule write_pdf as write_slides_pdf with:
    input:
        document="vues.json",
    output:
        pdf="build/diaporama.pdf",
        findings="findings/diaporama-pdf.jsonl",
    log:
        "logs/write_slides_pdf.log",
    benchmark:
        "benchmarks/write_slides_pdf.tsv"
    message:
        "Écrit le diaporama en PDF"
