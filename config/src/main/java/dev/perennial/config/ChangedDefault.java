package dev.perennial.config;

/// Another default for an option of a library, which a program prefers to that of the library.
///
/// @param section the section, in any letter case
/// @param option the name as in files
/// @param text the default, as in files
public record ChangedDefault(String section, String option, String text) {

  OptionKey key() {
    return OptionKey.of(section, option);
  }
}
