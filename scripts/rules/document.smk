"""Assemble les notes, écrit les documents et relit ce qui a été écrit.

takes  public/{lot}.jsonl, the plan, settings, passage ids, corrections.json
gives  document.json, annexes.json (the transcripts that stand apart), coverage.json,
       identities.jsonl, findings/assemble.jsonl, verbatims.json (quotations to choose from),
       applied.json (what became of the corrections), protected.json (whom no file may name),
       pictures.json (what photos.csv describes), assembled.json and shown.jsonl (what the stock is taken from),
       balance.json, conflicts.json, survey.json (what the checks look at), findings/take_stock.jsonl,
       build/restitution.docx, .pdf, .html, findings/pdf.jsonl, the same of build/restitution-annexes,
       verified/{output}.json
"""


rule assemble:
    input:
        notes=PLAN.each_lot("public/{lot}.jsonl"),
        unmasked=PLAN.each_lot("notes/{lot}.jsonl"),  # who speaks, and whom no file may name
        corrections="corrections.json",
    output:
        document="document.json",
        coverage="coverage.json",
        identities="identities.jsonl",
        findings="findings/assemble.jsonl",
        annexes="annexes.json",
        proposed="verbatims.json",
        applied="applied.json",
        protected="protected.json",
        pictures="pictures.json",
        assembled="assembled.json",
        shown="shown.jsonl",
    log:
        "logs/assemble.log",
    benchmark:
        "benchmarks/assemble.tsv"
    threads: ALONE
    message:
        "Assemble le document"
    shell:
        "{sys.executable:q} -Pm restitution.stages assemble {input.notes:q} {input.corrections:q} -- {output:q} >{log:q} 2>&1"


rule take_stock:
    input:
        assembled="assembled.json",
        shown="shown.jsonl",
        document="document.json",
        annexes="annexes.json",
        unmasked=PLAN.each_lot("notes/{lot}.jsonl"),  # what the balance of words starts from
    output:
        balance="balance.json",
        conflicts="conflicts.json",
        survey="survey.json",
        findings="findings/take_stock.jsonl",
    log:
        "logs/take_stock.log",
    benchmark:
        "benchmarks/take_stock.tsv"
    priority: 1
    threads: ALONE
    message:
        "Dresse le bilan des notes"
    shell:
        "{sys.executable:q} -Pm restitution.stages take_stock {input.assembled:q} {input.shown:q} {input.document:q} {input.annexes:q} -- {output:q} >{log:q} 2>&1"


rule write_docx:
    input:
        document="document.json",
    output:
        docx="build/restitution.docx",
    log:
        "logs/write_docx.log",
    benchmark:
        "benchmarks/write_docx.tsv"
    priority: 2
    threads: ALONE
    message:
        "Écrit le document Word"
    shell:
        "{sys.executable:q} -Pm restitution.stages write_docx {input.document:q} -- {output.docx:q} >{log:q} 2>&1"


rule write_pdf:
    input:
        document="document.json",
    output:
        pdf="build/restitution.pdf",
        findings="findings/pdf.jsonl",
    log:
        "logs/write_pdf.log",
    benchmark:
        "benchmarks/write_pdf.tsv"
    priority: 3
    threads: ALONE
    message:
        "Écrit le PDF"
    shell:
        "{sys.executable:q} -Pm restitution.stages write_pdf {input.document:q} -- {output:q} >{log:q} 2>&1"


rule write_html:
    input:
        document="document.json",
    output:
        html="build/restitution.html",
    log:
        "logs/write_html.log",
    benchmark:
        "benchmarks/write_html.tsv"
    priority: 1
    threads: ALONE
    message:
        "Écrit la page web"
    shell:
        "{sys.executable:q} -Pm restitution.stages write_html {input.document:q} -- {output.html:q} >{log:q} 2>&1"


use rule write_docx as write_annexes_docx with:
    input:
        document="annexes.json",
    output:
        docx="build/restitution-annexes.docx",
    log:
        "logs/write_annexes_docx.log",
    benchmark:
        "benchmarks/write_annexes_docx.tsv"
    message:
        "Écrit les annexes Word"


use rule write_pdf as write_annexes_pdf with:
    input:
        document="annexes.json",
    output:
        pdf="build/restitution-annexes.pdf",
        findings="findings/annexes-pdf.jsonl",
    log:
        "logs/write_annexes_pdf.log",
    benchmark:
        "benchmarks/write_annexes_pdf.tsv"
    message:
        "Écrit les annexes PDF"


use rule write_html as write_annexes_html with:
    input:
        document="annexes.json",
    output:
        html="build/restitution-annexes.html",
    log:
        "logs/write_annexes_html.log",
    benchmark:
        "benchmarks/write_annexes_html.tsv"
    message:
        "Écrit la page web des annexes"


rule verify:
    input:
        document=lambda wildcards: PLAN.document_of(wildcards.output),
        written=lambda wildcards: PLAN.written(wildcards.output),
        protected="protected.json",
    output:
        verified="verified/{output}.json",
    log:
        "logs/verify/{output}.log",
    benchmark:
        "benchmarks/verify/{output}.tsv"
    priority: 2
    threads: ALONE
    message:
        "Relit le document mot à mot"
    shell:
        "{sys.executable:q} -Pm restitution.stages verify {input.document:q} {input.written:q} -- {output.verified:q} >{log:q} 2>&1"
