"""The parts of bench/accuracy. Each file measures one thing and has a function run(lab, report); registry.py lists them."""
