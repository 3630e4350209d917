package dev.perennial.config;

/// That an option will go away: since which version this is known, and why. Both may be empty.
record Removal(String since, String reason) {}
