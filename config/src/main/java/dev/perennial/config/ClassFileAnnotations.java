package dev.perennial.config;

import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Optional;

/// Annotations as they stand in the class file of a record.
record ClassFileAnnotations(ClassFile file) implements RecordAnnotations {

  @Override
  public Optional<AnnotationValues> ofRecord(Class<? extends Annotation> type) {
    return find(file.annotations(), type);
  }

  @Override
  public Optional<AnnotationValues> ofComponent(
      RecordComponent component, Class<? extends Annotation> type) {
    return find(file.annotationsOf(component.getName()), type);
  }

  private static Optional<AnnotationValues> find(
      Map<String, Map<String, Object>> annotations, Class<? extends Annotation> type) {
    Map<String, Object> written = annotations.get(type.descriptorString());
    return written == null ? Optional.empty() : Optional.of(new AnnotationValues(type, written));
  }
}
