"""From parsed sentences to claims: phrases, frames, families, attribution, arbitration."""
