"""Compose ce qui se montre aux rencontres, et l'écrit.

takes  document.json, coverage.json, public/{lot}.jsonl, the editor's choices (the plan)
gives  diaporama.json (with the speaker's notes), vues.json (without), rencontre.json (what is proposed to the editor),
       findings/compose_meeting.jsonl, build/restitution.pptx, build/diaporama.pdf, findings/diaporama-pdf.jsonl,
       supports/*/*.json (what is hung and handed out), findings/supports.jsonl (what of those asked for has no room),
       build/affiches/*, build/dossier/*, findings/handouts.jsonl, verified/affiches/*.json, verified/dossier/*.json
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
        supports=PLAN.supports(),
        left_out=PLAN.left_out(),
    log:
        "logs/compose_meeting.log",
    benchmark:
        "benchmarks/compose_meeting.tsv"
    priority: 2
    threads: ALONE
    message:
        "Compose ce qui se montre aux rencontres"
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
    priority: 1
    threads: ALONE
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


rule write_handouts:
    input:
        supports=PLAN.supports(),
    output:
        handouts=PLAN.each_handout("build/{output}"),
        findings="findings/handouts.jsonl",
    log:
        "logs/write_handouts.log",
    benchmark:
        "benchmarks/write_handouts.tsv"
    priority: 1
    message:
        "Écrit les affiches et le dossier"
    shell:
        "{sys.executable:q} -Pm restitution.stages write_handouts {input.supports:q} -- {output:q} >{log:q} 2>&1"


rule verify_handouts:
    input:
        supports=PLAN.each_handout("{document}"),
        handouts=PLAN.each_handout("build/{output}"),
        protected="protected.json",
    output:
        verified=PLAN.each_handout("verified/{output}.json"),
    log:
        "logs/verify_handouts.log",
    benchmark:
        "benchmarks/verify_handouts.tsv"
    priority: 1
    message:
        "Relit les affiches et le dossier mot à mot"
    shell:
        "{sys.executable:q} -Pm restitution.stages verify {input.supports:q} {input.handouts:q} -- {output:q} >{log:q} 2>&1"
