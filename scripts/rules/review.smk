"""Rassemble les relectures, et fait les copies à relire, entières ou partielles, du document Word fini.

takes  what stands in sources/relectures/ (plan.json names it), notes/{lot}.jsonl once somebody withdrew, document.json, annexes.json, identities.jsonl,
       applied.json, build/restitution.docx
gives  threads.json, findings/reviews.jsonl, corrections.json (what was accepted; a rule of its own: a remark of which
       nothing is decided must not assemble the document anew),
       remarks.json (each remark where it stands, the balance), findings/reconcile.jsonl,
       letter.json (the letter of answer), build/relecture/lettre-de-reponse.docx, .html,
       build/relecture/*.docx, build/territoires/*.docx, copies/*/*.json (what each holds), codes.json (what each
       paragraph is called), verified/relecture/*.json, verified/territoires/*.json
"""


rule collect_reviews:
    input:
        notes=PLAN.notes_of_withdrawn(),
    output:
        threads="threads.json",
        findings="findings/reviews.jsonl",
    log:
        "logs/collect_reviews.log",
    benchmark:
        "benchmarks/collect_reviews.tsv"
    message:
        "Rassemble les relectures"
    shell:
        "{sys.executable:q} -Pm restitution.stages collect_reviews {input.notes:q} -- {output:q} >{log:q} 2>&1"


rule collect_corrections:
    input:
        notes=PLAN.notes_of_withdrawn(),
    output:
        corrections="corrections.json",
    log:
        "logs/collect_corrections.log",
    benchmark:
        "benchmarks/collect_corrections.tsv"
    message:
        "Rassemble les corrections décidées"
    shell:
        "{sys.executable:q} -Pm restitution.stages collect_corrections {input.notes:q} -- {output.corrections:q} >{log:q} 2>&1"


rule reconcile:
    input:
        threads="threads.json",
        document="document.json",
        annexes="annexes.json",
        identities="identities.jsonl",
        applied="applied.json",
    output:
        remarks="remarks.json",
        findings="findings/reconcile.jsonl",
    log:
        "logs/reconcile.log",
    benchmark:
        "benchmarks/reconcile.tsv"
    threads: ALONE
    message:
        "Retrouve la place des remarques"
    shell:
        "{sys.executable:q} -Pm restitution.stages reconcile {input:q} -- {output:q} >{log:q} 2>&1"


rule write_letter:
    input:
        remarks="remarks.json",
        document="document.json",
        applied="applied.json",
        corrections="corrections.json",
        identities="identities.jsonl",
        public=PLAN.each_lot("public/{lot}.jsonl"),
        protected="protected.json",
    output:
        letter="letter.json",
    log:
        "logs/write_letter.log",
    benchmark:
        "benchmarks/write_letter.tsv"
    threads: ALONE
    message:
        "Écrit la lettre de réponse"
    shell:
        "{sys.executable:q} -Pm restitution.stages write_letter {input:q} -- {output.letter:q} >{log:q} 2>&1"


use rule write_docx as write_letter_docx with:
    input:
        document="letter.json",
    output:
        docx="build/relecture/lettre-de-reponse.docx",
    log:
        "logs/write_letter_docx.log",
    benchmark:
        "benchmarks/write_letter_docx.tsv"
    message:
        "Écrit la lettre de réponse pour Word"


use rule write_html as write_letter_html with:
    input:
        document="letter.json",
    output:
        html="build/relecture/lettre-de-reponse.html",
    log:
        "logs/write_letter_html.log",
    benchmark:
        "benchmarks/write_letter_html.tsv"
    message:
        "Écrit la lettre de réponse en page web"


rule write_copies:
    input:
        document="document.json",
        docx="build/restitution.docx",
        remarks="remarks.json",
        protected="protected.json",
    output:
        codes="codes.json",
        documents=PLAN.each_copy("copies/{output}.json"),
        copies=PLAN.each_copy("build/{file}"),
    log:
        "logs/write_copies.log",
    benchmark:
        "benchmarks/write_copies.tsv"
    threads: ALONE
    message:
        "Fait les copies à relire"
    shell:
        "{sys.executable:q} -Pm restitution.stages write_copies {input:q} -- {output:q} >{log:q} 2>&1"


rule verify_copies:
    input:
        documents=PLAN.each_copy("copies/{output}.json"),
        copies=PLAN.each_copy("build/{file}"),
        remarks="remarks.json",
        protected="protected.json",
    output:
        verified=PLAN.each_copy("verified/{output}.json"),
    log:
        "logs/verify_copies.log",
    benchmark:
        "benchmarks/verify_copies.tsv"
    threads: ALONE
    message:
        "Relit les copies à relire mot à mot"
    shell:
        "{sys.executable:q} -Pm restitution.stages verify {input.documents:q} {input.copies:q} {input.remarks:q} -- {output:q} >{log:q} 2>&1"
