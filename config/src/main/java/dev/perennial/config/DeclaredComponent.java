package dev.perennial.config;

import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/// A component of an option record, which knows its place for messages.
record DeclaredComponent(Class<?> record, RecordComponent component) {

  String name() {
    return component.getName();
  }

  Class<?> type() {
    return component.getType();
  }

  <A extends Annotation> @Nullable A annotation(Class<A> type) {
    return component.getAnnotation(type);
  }

  /// The mistake of whoever wrote the record.
  IllegalArgumentException refused(String reason) {
    return new IllegalArgumentException(record.getName() + "." + name() + ": " + reason);
  }
}
