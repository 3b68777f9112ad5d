"""What commands print that is no verdict: catalogue, explanations, releases, waivers."""
