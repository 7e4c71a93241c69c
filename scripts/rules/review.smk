"""Fait les copies à relire, entières ou partielles, du document Word fini.

takes  document.json, build/restitution.docx
gives  build/relecture/*.docx, build/territoires/*.docx, copies/*/*.json (what each holds), codes.json (what each
       paragraph is called), verified/relecture/*.json, verified/territoires/*.json
"""


rule write_copies:
    input:
        document="document.json",
        docx="build/restitution.docx",
    output:
        codes="codes.json",
        documents=PLAN.each_copy("copies/{output}.json"),
        copies=PLAN.each_copy("build/{file}"),
    log:
        "logs/write_copies.log",
    benchmark:
        "benchmarks/write_copies.tsv"
    message:
        "Fait les copies à relire"
    shell:
        "python -Pm restitution.stages write_copies {input:q} -- {output:q} >{log:q} 2>&1"


rule verify_copies:
    input:
        documents=PLAN.each_copy("copies/{output}.json"),
        copies=PLAN.each_copy("build/{file}"),
    output:
        verified=PLAN.each_copy("verified/{output}.json"),
    log:
        "logs/verify_copies.log",
    benchmark:
        "benchmarks/verify_copies.tsv"
    message:
        "Relit les copies à relire mot à mot"
    shell:
        "python -Pm restitution.stages verify {input:q} -- {output:q} >{log:q} 2>&1"
