package dev.perennial.registry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// One step from an empty database to the tables of today. A step that was ever applied anywhere
/// stays as it is for ever; what has to change, a later step changes.
///
/// @param part whose tables these are; the steps of a part are numbered from 1 without gaps
/// @param number of the step within the part
/// @param name what it does, for the list of steps in the database
/// @param statements SQL that both databases understand; all of them take effect, or none
public record Migration(String part, int number, String name, List<String> statements) {

  /// Copies the statements.
  public Migration {
    statements = List.copyOf(statements);
  }

  /// Describes a step.
  ///
  /// @param part whose tables these are
  /// @param number of the step within the part
  /// @param name what it does
  /// @param statements SQL
  /// @return the step
  public static Migration of(String part, int number, String name, String... statements) {
    return new Migration(part, number, name, List.of(statements));
  }

  /// What shows that a step has been changed after it was applied.
  String checksum() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String text = String.join(";\n", statements);
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  @Override
  public String toString() {
    return "migration " + number + " of " + part + " (" + name + ")";
  }
}
