package dev.perennial.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Secrets that stand in files of their own: in the value of a secret option `${file:PATH}` is what
/// is in that file, and `${credential:NAME}` what systemd has put into the directory of credentials
/// (`LoadCredential=`). White space at its end does not count.
///
/// Read where configuration files are, so that all processes of a program get the same. Options
/// that are not secret have no such values: their text stays as it is.
///
/// Whoever only checks the files of a program that systemd starts may not have its credentials:
/// then they are values that nobody knows, with a warning.
final class SecretFiles {
  static final String CREDENTIALS = "CREDENTIALS_DIRECTORY";
  private static final String FILE = "${file:";
  private static final String CREDENTIAL = "${credential:";

  private final Map<String, String> environment;
  private final Optional<Notices> checking;

  /// @param checking warns of credentials that are not here; when absent they are errors
  SecretFiles(Map<String, String> environment, Optional<Notices> checking) {
    this.environment = environment;
    this.checking = checking;
  }

  /// {@return those values that an option takes, secrets with the contents of their files} What no
  /// option of this program takes goes no further: it may be a secret of another program that uses
  /// the same files, and may be most of them.
  List<RawValue> read(List<RawValue> values, Registry registry, Problems problems) {
    List<RawValue> taken = new ArrayList<>();
    for (RawValue value : values) {
      Optional<OptionSpec> option = registry.option(value.key());
      if (option.isPresent()) {
        taken.add(option.get().secret() ? read(value, problems) : value);
      }
    }
    return taken;
  }

  /// The value with the contents of the files, or as it is after adding an error.
  private RawValue read(RawValue value, Problems problems) {
    String text = value.text();
    if (!text.contains(FILE) && !text.contains(CREDENTIAL)) {
      return value;
    }
    Problems here = new Problems();
    String filled = filled(value, here);
    for (ConfigError error : here.all()) {
      String problem = value.key() + ": the secret in a file: " + error;
      problems.add(ConfigError.at(value.origin(), problem));
    }
    return new RawValue(value.key(), filled, value.origin());
  }

  private static void warn(Notices notices, RawValue value) {
    String subject = "credential " + value.key();
    String text = value.key() + ": credentials are not known here, the value is not checked";
    String hint = CREDENTIALS + " names their directory";
    notices.once(subject, ConfigError.at(value.origin(), text, hint));
  }

  private String filled(RawValue value, Problems problems) {
    String text = value.text();
    StringBuilder filled = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int end = text.indexOf('}', at);
      if (end > 0 && text.startsWith(FILE, at)) {
        filled.append(contents(text.substring(at + FILE.length(), end), problems));
        at = end + 1;
      } else if (end > 0 && text.startsWith(CREDENTIAL, at)) {
        String name = text.substring(at + CREDENTIAL.length(), end);
        filled.append(credential(name, value, problems));
        at = end + 1;
      } else {
        filled.append(text.charAt(at++));
      }
    }
    return filled.toString();
  }

  private String credential(String name, RawValue value, Problems problems) {
    if (name.isEmpty() || name.startsWith(".") || name.indexOf('/') >= 0) {
      problems.add(ConfigError.nowhere(Quoted.of(name) + " is no name of a credential", ""));
      return "";
    }
    String directory = environment.get(CREDENTIALS);
    if (directory != null) {
      return contents(directory + "/" + name, problems);
    }
    if (checking.isPresent()) {
      warn(checking.get(), value);
      return References.UNKNOWN;
    }
    problems.add(
        ConfigError.nowhere(
            "there are no credentials, " + CREDENTIALS + " is not set",
            "write LoadCredential=" + name + ":PATH into the unit"));
    return "";
  }

  /// What is in the file means nothing but itself: a dollar is no reference, and no escape.
  private static String contents(String name, Problems problems) {
    if (!name.startsWith("/")) {
      problems.add(ConfigError.nowhere(Quoted.of(name) + " is no absolute path", ""));
      return "";
    }
    try {
      String text = TextFile.read(Path.of(name), problems).orElse("");
      return References.literal(text.stripTrailing());
    } catch (InvalidPathException e) {
      problems.add(ConfigError.nowhere(Quoted.of(name) + " is no path: " + e.getReason(), ""));
      return "";
    }
  }
}
