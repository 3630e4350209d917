package dev.perennial.architecture;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The names of all tests of the project that run.
final class TestNames {

  private static final String ROOT = "src/test/java/";

  // Reading them takes seconds, and they are asked for again and again.
  private static final Set<String> OF_THE_PROJECT = new TreeSet<>();

  private TestNames() {}

  /// Those of this checkout.
  static synchronized Set<String> ofTheProject() {
    if (OF_THE_PROJECT.isEmpty()) {
      OF_THE_PROJECT.addAll(in(Checkout.find().textFiles()));
    }
    return Set.copyOf(OF_THE_PROJECT);
  }

  /// Reads the tests out of the test sources among the files.
  ///
  /// @return each as `package.Class#method`
  static Set<String> in(List<TextFile> files) {
    Set<String> names = new TreeSet<>();
    for (TextFile file : files) {
      if (file.isTestSource()) {
        String prefix = packageOf(file.path());
        JavaSource.parse(file.text()).tests().forEach(test -> names.add(prefix + test));
      }
    }
    return names;
  }

  private static String packageOf(String path) {
    String below = path.substring(path.indexOf(ROOT) + ROOT.length());
    return below.substring(0, below.lastIndexOf('/') + 1).replace('/', '.');
  }
}
