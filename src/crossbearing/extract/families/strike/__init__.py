"""Bombs, shells, rockets, missiles, mines and other things that explode or poison, from whatever side and carrier.

What counts: each act or event of striking, also when presupposed ("backed by air strikes") or foiled, with its toll
when both stand in one clause; mines and bombs laid. What does not: a strike of workers, a "blow" to an economy, weapons
owned or delivered, condemnations of a strike already told. Class by the weapon or carrier the clause names: aircraft
strike.air, unmanned aircraft strike.drone, artillery, mortars, rockets and missiles strike.shelling, bombs and mines
strike.explosive, an attacker who dies strike.suicide, agents strike.chemical, nothing named strike.unspecified. A bare
"the attack", "the blast" is anaphoric: its class is that of the document's last such event. What is hit is the target,
a settlement or region the location. Codebook: claim contract, classes strike.*; ACLED "Explosions/Remote violence".
"""
