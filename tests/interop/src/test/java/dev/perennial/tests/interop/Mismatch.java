package dev.perennial.tests.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/// Something that the two sides read differently.
///
/// @param option `group.option`, or an empty text when it is about the whole file
/// @param ours what we say
/// @param theirs what they say
/// @param weRefuseAnother whether we refuse other options of the file, which may be the reason
record Mismatch(String option, String ours, String theirs, boolean weRefuseAnother) {

  static List<Mismatch> between(Reading ours, Reading theirs) {
    if (ours.refusal().isPresent() || theirs.refusal().isPresent()) {
      return ours.refusal().isPresent() && theirs.refusal().isPresent()
          ? List.of()
          : List.of(
              new Mismatch(
                  "",
                  ours.refusal().orElse("accepted"),
                  theirs.refusal().orElse("accepted"),
                  false));
    }
    List<Mismatch> found = new ArrayList<>();
    TreeSet<String> refused = new TreeSet<>(ours.errors().keySet());
    refused.addAll(theirs.errors().keySet());
    for (String option : refused) {
      if (!ours.errors().containsKey(option) || !theirs.errors().containsKey(option)) {
        found.add(
            new Mismatch(
                option,
                verdict(ours.errors(), option),
                verdict(theirs.errors(), option),
                ours.refusesOtherThan(option)));
      }
    }
    for (Map.Entry<String, Optional<Object>> value : ours.values().entrySet()) {
      Optional<Object> other = theirs.values().getOrDefault(value.getKey(), Optional.empty());
      if (!refused.contains(value.getKey()) && !Objects.equals(value.getValue(), other)) {
        found.add(new Mismatch(value.getKey(), "" + value.getValue(), "" + other, false));
      }
    }
    return found;
  }

  private static String verdict(Map<String, String> errors, String option) {
    return errors.getOrDefault(option, "accepted");
  }

  boolean onlyWeRefuse() {
    return theirs.equals("accepted") && !ours.equals("accepted");
  }

  /// The value that our refusal repeats, or an empty text.
  String quoted() {
    int start = ours.indexOf('\'');
    int end = ours.lastIndexOf('\'');
    return start < 0 || end <= start ? "" : ours.substring(start + 1, end).replace("\\n", "\n");
  }

  /// The name of the option without its group.
  String name() {
    return option.substring(option.indexOf('.') + 1);
  }

  @Override
  public String toString() {
    return "%s: ours %s, theirs %s".formatted(option.isEmpty() ? "file" : option, ours, theirs);
  }
}
