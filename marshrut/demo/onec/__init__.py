"""A training 1C: a separate small server that answers as the OData of 1C:Бухгалтерия does, bad days included.

Knows nothing of Marshrut but its clock: `python -m marshrut.demo.onec --port 8899`.
"""
