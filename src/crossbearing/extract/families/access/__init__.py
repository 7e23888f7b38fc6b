"""Who and what may pass: aid, roads, crossings, water and food, blocked, opened or brought.

What counts: a road, crossing or supply cut, people kept without aid or water, aid workers barred (access.blocked); a
way opened or used as such (access.corridor); aid promised, demanded, allowed or brought (access.aid). What does not:
military aid (support), sieges of a place as such (control.besiege), blocked bank accounts, vetoes and websites, access
to documents. Codebook: claim contract, classes access.*.
"""
