package dev.perennial.config;

import java.util.Locale;

/// The identity of an option. Sections are compared in lower case, except `DEFAULT`, which is only
/// `DEFAULT`; names are compared exactly.
record OptionKey(String section, String name) {

  static OptionKey of(String section, String name) {
    return new OptionKey(normalSection(section), name);
  }

  static String normalSection(String section) {
    return section.equals(Group.DEFAULT) ? section : section.toLowerCase(Locale.ROOT);
  }

  boolean inDefault() {
    return section.equals(Group.DEFAULT);
  }

  // Written out because keys are compared at every start, and what the compiler would make costs
  // some milliseconds the first time.
  @Override
  public boolean equals(Object other) {
    return other instanceof OptionKey key && key.name.equals(name) && key.section.equals(section);
  }

  // A small factor would give `a1 key0` and `a0 key` plus a few the same number: names of options
  // are often numbered, and so are sections.
  @Override
  public int hashCode() {
    return 0x9E3779B1 * section.hashCode() + name.hashCode();
  }

  @Override
  public String toString() {
    return "[" + section + "] " + name;
  }
}
