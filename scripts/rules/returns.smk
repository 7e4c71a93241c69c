"""Écrit à chaque auteur une page sur ce qui a été compris de ses fichiers, et ses fichiers avec les remarques.

takes  document.json, annexes.json, balance.json, conflicts.json, remarks.json, corrections.json, notes/{lot}.jsonl
       (unmasked: each page is for its author)
gives  build/retours.zip, what interne/retours/ is to hold
"""


rule write_returns:
    input:
        document="document.json",
        annexes="annexes.json",
        balance="balance.json",
        conflicts="conflicts.json",
        remarks="remarks.json",
        corrections="corrections.json",
        unmasked=PLAN.each_lot("notes/{lot}.jsonl"),
        found=PLAN.each_lot("findings/pseudonymise/{lot}.jsonl"),
    output:
        slips="build/retours.zip",
    log:
        "logs/write_returns.log",
    benchmark:
        "benchmarks/write_returns.tsv"
    threads: ALONE
    message:
        "Écrit les retours aux auteurs"
    shell:
        "{sys.executable:q} -Pm restitution.stages write_returns {input:q} -- {output.slips:q} >{log:q} 2>&1"
