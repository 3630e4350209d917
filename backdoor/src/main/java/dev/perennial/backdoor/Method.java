package dev.perennial.backdoor;

/// A method in a profile.
///
/// @param type name of its class
/// @param name of the method
record Method(String type, String name) {

  /// Makes names that can be shown and that are the same in every run: hidden classes have an
  /// address in theirs.
  static Method of(String type, String name) {
    return new Method(
        Printable.line(type).replaceFirst("[./]0x[0-9a-f]+$", ""), Printable.line(name));
  }

  /// Whether it only hands a call on to the body of a lambda, in a class that the JVM has made.
  boolean isGlue() {
    return type.endsWith("$$Lambda");
  }

  /// Something that is shown like a method and is none.
  static Method label(String text) {
    return new Method("", text);
  }

  /// Where it is, as a compiler lays out its files; the samples do not say.
  String file() {
    int nested = type.indexOf('$', 1);
    String outer = nested < 0 ? type : type.substring(0, nested);
    return type.isEmpty() ? "~" : outer.replace('.', '/') + ".java";
  }

  /// The name without the package.
  String shortText() {
    return type.isEmpty() ? name : type.substring(type.lastIndexOf('.') + 1) + "." + name;
  }

  String text() {
    return type.isEmpty() ? name : type + "." + name;
  }
}
