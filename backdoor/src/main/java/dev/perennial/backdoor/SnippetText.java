package dev.perennial.backdoor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;

/// What came of a snippet, for a person.
final class SnippetText {

  private SnippetText() {}

  static String of(JShell shell, List<SnippetEvent> events) {
    return events.stream()
        // Others are snippets from before that this one made valid or invalid.
        .filter(event -> event.causeSnippet() == null)
        .map(event -> text(shell, event))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private static String text(JShell shell, SnippetEvent event) {
    if (event.exception() != null) {
      return thrown(event.exception());
    }
    Snippet snippet = event.snippet();
    return switch (event.status()) {
      case REJECTED -> diagnostics(shell, snippet);
      case RECOVERABLE_DEFINED, RECOVERABLE_NOT_DEFINED ->
          "defined, but not usable before these are: " + missing(shell, snippet);
      default -> result(snippet, Optional.ofNullable(event.value()).orElse(""));
    };
  }

  private static String result(Snippet snippet, String value) {
    return switch (snippet.kind()) {
      case VAR -> ((VarSnippet) snippet).name() + " ==> " + value;
      case METHOD, TYPE_DECL -> "defined " + ((DeclarationSnippet) snippet).name();
      default -> value;
    };
  }

  private static String thrown(Exception exception) {
    String name =
        exception instanceof EvalException inside
            ? inside.getExceptionClassName()
            : exception.getClass().getName();
    return "threw " + name + ": " + exception.getMessage();
  }

  private static String diagnostics(JShell shell, Snippet snippet) {
    return shell
        .diagnostics(snippet)
        .map(found -> found.getPosition() + ": " + found.getMessage(Locale.ROOT))
        .collect(Collectors.joining("\n"));
  }

  private static String missing(JShell shell, Snippet snippet) {
    return snippet instanceof DeclarationSnippet declaration
        ? shell.unresolvedDependencies(declaration).collect(Collectors.joining(", "))
        : "";
  }
}
