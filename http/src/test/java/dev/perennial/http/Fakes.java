package dev.perennial.http;

import java.lang.reflect.Proxy;
import java.util.function.BiFunction;

/// Parts of the engine, of which a test needs a method or two.
final class Fakes {

  /// Where a request of a test comes from.
  static final RequestOrigin ORIGIN = new RequestOrigin("192.0.2.7", 4711, "http");

  private Fakes() {}

  /// One that answers every call itself.
  ///
  /// @param answers is given the name of the method and its arguments
  static <T> T of(Class<T> type, BiFunction<String, Object[], Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> answers.apply(method.getName(), arguments)));
  }
}
