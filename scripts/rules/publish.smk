"""Publie d'un seul geste ce qui a été construit et relu.

takes  verified/{output}.json, build/*, identities.jsonl, balance.json, coverage.json, verbatims.json, conflicts.json,
       survey.json (what a check may stop), remarks.json (so may the balance of the review),
       protected.json (whom the files of interne/ may not name either), pictures.json, rencontre.json
gives  published.json, the files of output/ and interne/ (never declared: Snakemake deletes
       the outputs of a rule that fails), sources/relectures/ancres.jsonl, sources/classement.csv,
       sources/choix/*.csv, sources/photos.csv, sources/relectures/envois/{build}.json.gz
"""


rule publish:
    input:
        built=PLAN.each_output("build/{file}"),
        verified=PLAN.each_output("verified/{output}.json"),
        slips=PLAN.slips(),
        dashboard=PLAN.dashboard(),
        identities="identities.jsonl",
        balance="balance.json",
        coverage="coverage.json",
        proposed="verbatims.json",
        conflicts="conflicts.json",
        survey="survey.json",
        remarks="remarks.json",
        protected="protected.json",
        pictures="pictures.json",
        offered=PLAN.offered(),
    output:
        published="published.json",
    log:
        "logs/publish.log",
    benchmark:
        "benchmarks/publish.tsv"
    threads: ALONE
    message:
        "Publie les documents"
    shell:
        "{sys.executable:q} -Pm restitution.stages publish {input:q} -- {output.published:q} >{log:q} 2>&1"
