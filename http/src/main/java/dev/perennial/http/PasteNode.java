package dev.perennial.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a section stands for, once everything that it refers to has been found.
sealed interface PasteNode {

  /// Made by a factory.
  ///
  /// @param global values of `[DEFAULT]`
  /// @param local values of the section
  /// @param owner resolves what a composite refers to
  /// @param trail the sections on the way to it
  record Made(
      PipelineFactory factory,
      Map<String, String> global,
      Map<String, String> local,
      PasteResolver owner,
      PasteTrail trail,
      PastePlace place)
      implements PasteNode {
    PipelineSettings settings() {
      return new PipelineSettings(global, local);
    }
  }

  /// Filters around an application, the outermost first.
  record Pipeline(List<PasteNode> filters, PasteNode app) implements PasteNode {}

  /// A filter around an application or another filter.
  record Around(PasteNode filter, PasteNode inner) implements PasteNode {}

  /// The same node as another section uses it: that one's values win.
  ///
  /// @param file the file of the section that was asked for first, which a factory gets to see
  /// @param place of the section that uses it
  default PasteNode inheritedBy(
      Map<String, String> moreGlobal,
      Map<String, String> moreLocal,
      Optional<String> file,
      PastePlace place) {
    return switch (this) {
      case Made made -> {
        Map<String, String> global = new HashMap<>(made.global());
        global.putAll(moreGlobal);
        file.ifPresent(name -> global.put("__file__", name));
        Map<String, String> local = new HashMap<>(made.local());
        local.putAll(moreLocal);
        yield new Made(made.factory(), global, local, made.owner(), made.trail(), place);
      }
      case Around around ->
          new Around(
              around.filter(), around.inner().inheritedBy(moreGlobal, moreLocal, file, place));
      case Pipeline pipeline -> pipeline;
    };
  }
}
