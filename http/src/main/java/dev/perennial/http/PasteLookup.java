package dev.perennial.http;

import java.util.List;
import java.util.stream.Collectors;

/// Something that a file of pipelines refers to and does not have. Never leaves the package.
final class PasteLookup extends RuntimeException {

  private static final long serialVersionUID = 1;

  PasteLookup(PastePlace place, String text) {
    super(place + ": " + text, null, false, false);
  }

  private PasteLookup(String text) {
    super(text, null, false, false);
  }

  /// Several of them as one.
  static PasteLookup of(List<PasteLookup> failures) {
    return new PasteLookup(
        failures.stream()
            .map(failure -> String.valueOf(failure.getMessage()))
            .distinct()
            .collect(Collectors.joining("; ")));
  }
}
