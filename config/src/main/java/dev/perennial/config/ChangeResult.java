package dev.perennial.config;

/// How the attempt to change a running configuration ended: completely, or not at all.
public sealed interface ChangeResult permits Mutated, Rejected {}
