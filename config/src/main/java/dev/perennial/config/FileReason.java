package dev.perennial.config;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/// Why a file cannot be used, in words for an operator. What the JDK says of it is often the path
/// and nothing else.
public final class FileReason {

  // What the JDK adds to the kernel's words.
  private static final String ADDED = " or unable to access attributes of symbolic link";

  private FileReason() {}

  /// Why a file cannot be used, without the names of files and classes.
  ///
  /// @param failure of an operation on a file
  /// @return a short phrase
  public static String of(IOException failure) {
    return switch (failure) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or directory";
      case FileAlreadyExistsException _ -> "file exists";
      case NotDirectoryException _ -> "not a directory";
      case FileSystemException file when file.getReason() != null ->
          inSmallLetters(file.getReason().replace(ADDED, ""));
      case FileNotFoundException old when old.getMessage() != null ->
          inSmallLetters(inParentheses(old.getMessage()));
      default -> said(failure);
    };
  }

  // Others begin with a name: a path, or a class of ours.
  private static String said(IOException failure) {
    String message = failure.getMessage();
    return failure.getClass() == IOException.class && message != null
        ? inSmallLetters(message)
        : failure.toString();
  }

  // Where the JDK puts the reason behind the path.
  private static String inParentheses(String message) {
    int begin = message.lastIndexOf(" (");
    return begin >= 0 && message.endsWith(")")
        ? message.substring(begin + 2, message.length() - 1)
        : message;
  }

  // The kernel's words begin with a capital, and stand in the middle of a sentence here.
  private static String inSmallLetters(String words) {
    boolean isSentence =
        words.length() > 1
            && Character.isUpperCase(words.charAt(0))
            && Character.isLowerCase(words.charAt(1));
    return isSentence ? words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1) : words;
  }
}
