package dev.perennial.rpc;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;

/// Names in Java and on the wire.
final class WireNames {

  private WireNames() {}

  static String of(Method method) {
    RemoteMethod mark = method.getAnnotation(RemoteMethod.class);
    return mark == null || mark.value().isEmpty() ? snakeCase(method.getName()) : mark.value();
  }

  static String of(Parameter parameter) {
    RemoteParam mark = parameter.getAnnotation(RemoteParam.class);
    if (mark != null) {
      return mark.value();
    }
    if (!parameter.isNamePresent()) {
      throw new IllegalArgumentException(
          "the parameters of "
              + parameter.getDeclaringExecutable()
              + " have no names: compile with -parameters, or name them by @RemoteParam");
    }
    return snakeCase(parameter.getName());
  }

  static String snakeCase(String name) {
    StringBuilder text = new StringBuilder(name.length() + 8);
    for (int i = 0; i < name.length(); i++) {
      char letter = name.charAt(i);
      if (Character.isUpperCase(letter)) {
        boolean begins =
            i > 0
                && (!Character.isUpperCase(name.charAt(i - 1))
                    || i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1)));
        if (begins && name.charAt(i - 1) != '_') {
          text.append('_');
        }
        letter = Character.toLowerCase(letter);
      }
      text.append(letter);
    }
    return text.toString();
  }
}
