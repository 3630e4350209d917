package dev.perennial.http;

import dev.perennial.config.OperatorMistake;

/// A file of pipelines that cannot be used as it is. The message is written for operators: it says
/// in which file and line, what is wrong there and what to do.
public sealed class PipelineException extends RuntimeException implements OperatorMistake
    permits ConfigNotFoundException, PasteAppNotFoundException {

  private static final long serialVersionUID = 1;

  PipelineException(String message) {
    super(message);
  }

  PipelineException(PastePlace place, String text) {
    super(place + ": " + text);
  }

  PipelineException(PastePlace place, String text, Throwable cause) {
    super(place + ": " + text, cause);
  }
}
