package dev.perennial.config;

import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.Optional;

/// Annotations as the JVM gives them to everybody.
record ReflectedAnnotations(Class<?> record) implements RecordAnnotations {

  @Override
  public Optional<AnnotationValues> ofRecord(Class<? extends Annotation> type) {
    return Optional.ofNullable(record.getAnnotation(type)).map(AnnotationValues::of);
  }

  @Override
  public Optional<AnnotationValues> ofComponent(
      RecordComponent component, Class<? extends Annotation> type) {
    return Optional.ofNullable(component.getAnnotation(type)).map(AnnotationValues::of);
  }
}
