"""Formalised documents: XML by orders of ФНС that operators of e-documents carry (УПД, УКД, ТОРГ-12, акты, notices).

`parsing` is pure and never trusts what it reads; only the confined `program` runs it on files of strangers (decision
0014). `asking` starts that program and doubts its answer.
"""
