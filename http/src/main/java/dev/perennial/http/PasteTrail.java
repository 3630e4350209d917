package dev.perennial.http;

import dev.perennial.http.PasteFile.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The sections through which one got to a section, so that nobody walks in circles.
record PasteTrail(List<Section> sections) {

  static final PasteTrail START = new PasteTrail(List.of());

  /// @throws PasteLookup if the section is on the way already
  PasteTrail to(Section next) {
    List<Section> longer = new ArrayList<>(sections);
    longer.add(next);
    // By identity: two files may have sections that look the same.
    if (sections.stream().anyMatch(section -> section == next)) {
      throw new PasteLookup(next.place(), "sections refer to each other: " + text(longer));
    }
    return new PasteTrail(longer);
  }

  private static String text(List<Section> sections) {
    return sections.stream()
        .map(section -> "[" + section.name() + "]")
        .collect(Collectors.joining(" → "));
  }
}
