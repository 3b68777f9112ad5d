"""Two canonical contracts to facts; nothing here is a judgement."""
