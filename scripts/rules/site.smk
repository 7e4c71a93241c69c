"""Écrit le site web : ses pages ; les documents à télécharger sont ceux de la même construction, tels quels.

takes  document.json, annexes.json, what is to be downloaded once it was read back (its title, what it weighs)
gives  build/site/*.html, supports/site/*.json (what the pages of its own say), findings/site.jsonl,
       verified/site/*.json
"""


rule write_site:
    input:
        document="document.json",
        annexes="annexes.json",
        written=PLAN.each_download("build/{file}"),
        verified=PLAN.each_download("verified/{output}.json"),
    output:
        index="build/site/index.html",
        report="build/site/restitution.html",
        statement="build/site/accessibilite.html",
        supports=["supports/site/index.json", "supports/site/accessibilite.json"],
        findings="findings/site.jsonl",
    log:
        "logs/write_site.log",
    benchmark:
        "benchmarks/write_site.tsv"
    priority: 2
    threads: ALONE
    message:
        "Écrit le site web"
    shell:
        "{sys.executable:q} -Pm restitution.stages write_site {input.document:q} -- {output:q} >{log:q} 2>&1"


rule verify_site:
    input:
        documents=["supports/site/index.json", "document.json", "supports/site/accessibilite.json"],
        pages=[
            "build/site/index.html",
            "build/site/restitution.html",
            "build/site/accessibilite.html",
        ],
        protected="protected.json",
    output:
        verified=[
            "verified/site/index.html.json",
            "verified/site/restitution.html.json",
            "verified/site/accessibilite.html.json",
        ],
    log:
        "logs/verify_site.log",
    benchmark:
        "benchmarks/verify_site.tsv"
    priority: 2
    message:
        "Relit le site web mot à mot"
    shell:
        "{sys.executable:q} -Pm restitution.stages verify {input.documents:q} {input.pages:q} -- {output:q} >{log:q} 2>&1"
