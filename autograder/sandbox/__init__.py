"""Run a submission where it can do no harm: `base` is the contract, `choose` picks the back end.

Kept free of imports: the warm process and every candidate load this package too.
"""
