package dev.perennial.config;

import java.util.Optional;

/// How an option stands on a command line besides its long name.
///
/// @param letter the one-letter argument
/// @param positional whether it is an argument without a name
/// @param metavar what `--help` calls the value; empty when the type decides
record CommandLineForm(Optional<Character> letter, boolean positional, String metavar) {}
