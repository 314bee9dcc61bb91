"""Gold and figures: pages made with known damage, the scorer, and the gate that keeps every figure from falling."""
