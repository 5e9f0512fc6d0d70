"""Cards played on a virtual clock by the engine that runs production: stories and rehearsals. Pure like the engine."""
