package dev.perennial.launcher;

import dev.perennial.config.OperatorMistake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.Optional;

/// A failure in one line, which an operator reads where a stack trace would only be in the way:
/// what it is, where it was thrown, and what caused it. Whoever wants the stack logs it at a finer
/// level. Of an [OperatorMistake] it is the message alone, which was written for that.
final class OneLine {

  // More would be a circle, or nothing that anybody reads.
  private static final int CAUSES = 5;

  private OneLine() {}

  static String of(Throwable failure) {
    if (failure instanceof OperatorMistake) {
      return String.valueOf(failure.getMessage()).replaceAll("\\R\\s*", "; ");
    }
    StringBuilder line = new StringBuilder(inWords(failure)).append(placeOf(failure));
    Optional<Throwable> cause = Optional.ofNullable(failure.getCause());
    for (int i = 0; i < CAUSES && cause.isPresent(); i++) {
      line.append("; caused by ").append(inWords(cause.get()));
      cause = cause.map(Throwable::getCause);
    }
    return line.toString();
  }

  /// A failure of what an operator asked for. What was written for operators is enough; of anything
  /// else the kind matters too, and the message of a file system's failure is but a path.
  static String brief(Throwable failure) {
    boolean isForOperators =
        failure instanceof IOException && !(failure instanceof FileSystemException)
            || failure instanceof IllegalArgumentException;
    return isForOperators && failure.getMessage() != null
        ? failure.getMessage()
        : failure.toString();
  }

  /// Whether a failure is rather a fault of the program, whose author needs the stack trace, than
  /// something in its surroundings, which an operator can mend.
  static boolean isFaultOfTheProgram(Throwable failure) {
    return failure instanceof Error
        || failure instanceof RuntimeException
            && !(failure instanceof UncheckedIOException || failure instanceof OperatorMistake);
  }

  private static String inWords(Throwable failure) {
    return failure.toString().replaceAll("\\R\\s*", " ");
  }

  private static String placeOf(Throwable failure) {
    return Arrays.stream(failure.getStackTrace())
        .findFirst()
        .map(frame -> ", at " + frame)
        .orElse("");
  }
}
