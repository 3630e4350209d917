package dev.perennial.config;

import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.Optional;

/// A component of an option record, which knows its place for messages.
record DeclaredComponent(
    Class<?> record, RecordComponent component, RecordAnnotations annotations) {

  String name() {
    return component.getName();
  }

  Class<?> type() {
    return component.getType();
  }

  Optional<AnnotationValues> annotation(Class<? extends Annotation> type) {
    return annotations.ofComponent(component, type);
  }

  /// The mistake of whoever wrote the record.
  IllegalArgumentException refused(String reason) {
    return new IllegalArgumentException(record.getName() + "." + name() + ": " + reason);
  }
}
