package dev.perennial.config;

/// One of the values that an option accepts, and what it means (may be empty).
record Choice(String text, String help) {}
