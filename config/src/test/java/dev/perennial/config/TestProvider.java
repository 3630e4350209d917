package dev.perennial.config;

import java.util.Arrays;
import java.util.List;

/// A part of a program that provides options under a namespace.
record TestProvider(String namespace, List<Class<? extends Record>> groups)
    implements OptionProvider {

  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  static OptionProvider provider(String namespace, Class<? extends Record>... groups) {
    return new TestProvider(namespace, List.of(groups));
  }

  /// All options of some providers.
  static OptionSelection select(OptionProvider... providers) {
    List<String> all = Arrays.stream(providers).map(OptionProvider::namespace).toList();
    try {
      return OptionCatalog.of(List.of(providers)).select(all);
    } catch (UnknownNamespaceException e) {
      throw new AssertionError(e);
    }
  }
}
