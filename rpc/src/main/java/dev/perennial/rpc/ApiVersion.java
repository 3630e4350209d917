package dev.perennial.rpc;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The version of an interface: what an endpoint implements, or what a message asks for.
///
/// Another major number is another interface. A minor number adds to the interface, so an endpoint
/// serves messages of its own minor number and of every smaller one. A revision counts only between
/// equal minor numbers.
///
/// @param major not negative
/// @param minor not negative
/// @param revision not negative, zero when not written
public record ApiVersion(int major, int minor, int revision) {

  /// What counts where no version is given: 1.0.
  public static final ApiVersion DEFAULT = new ApiVersion(1, 0, 0);

  private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})(?:\\.(\\d{1,9}))?");

  /// Reads a version.
  ///
  /// @param text `major.minor` or `major.minor.revision`, decimal digits
  /// @return the version
  /// @throws InvalidTargetException if it has another form
  public static ApiVersion parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new InvalidTargetException(
          "a version is written major.minor, such as 1.0, not '" + text + "'");
    }
    int revision = form.group(3) == null ? 0 : Integer.parseInt(form.group(3));
    return new ApiVersion(
        Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)), revision);
  }

  /// Whether something of this version can serve a message that asks for another.
  ///
  /// @param requested what the message asks for
  /// @return whether it can
  public boolean serves(ApiVersion requested) {
    if (major != requested.major) {
      return false;
    }
    return requested.minor == minor ? requested.revision <= revision : requested.minor < minor;
  }

  @Override
  public String toString() {
    return major + "." + minor + (revision == 0 ? "" : "." + revision);
  }
}
