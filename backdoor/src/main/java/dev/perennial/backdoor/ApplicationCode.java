package dev.perennial.backdoor;

import java.util.List;
import java.util.stream.Stream;

/// Whose code a method is: that of the program comes first in a profile.
///
/// @param packages of the program, with those below them
record ApplicationCode(List<String> packages) {

  /// Whose code.
  enum Origin {
    APPLICATION,
    LIBRARY,
    JDK
  }

  private static final List<String> OF_THE_JDK =
      List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

  ApplicationCode {
    packages = List.copyOf(packages);
  }

  /// @param configured what an operator named; none means the package of the main class
  static ApplicationCode of(List<String> configured) {
    return new ApplicationCode(configured.isEmpty() ? ownPackages() : configured);
  }

  // The outermost frame of the main thread is in the main class.
  private static List<String> ownPackages() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().equals("main"))
        .flatMap(thread -> Stream.of(thread.getValue()).skip(thread.getValue().length - 1))
        .map(StackTraceElement::getClassName)
        .filter(type -> type.contains("."))
        .map(type -> type.substring(0, type.lastIndexOf('.')))
        .toList();
  }

  Origin origin(Method method) {
    String type = method.type();
    if (type.isEmpty() || OF_THE_JDK.stream().anyMatch(type::startsWith)) {
      return Origin.JDK;
    }
    return packages.stream().anyMatch(name -> type.startsWith(name + "."))
        ? Origin.APPLICATION
        : Origin.LIBRARY;
  }
}
