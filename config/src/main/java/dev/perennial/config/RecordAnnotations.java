package dev.perennial.config;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.Optional;

/// The annotations of a record and of its components.
interface RecordAnnotations {

  Optional<AnnotationValues> ofRecord(Class<? extends Annotation> type);

  Optional<AnnotationValues> ofComponent(
      RecordComponent component, Class<? extends Annotation> type);

  /// They never change, and several groups may have the same record of options inside.
  ClassValue<RecordAnnotations> READ =
      new ClassValue<>() {
        @Override
        protected RecordAnnotations computeValue(Class<?> record) {
          return read(record);
        }
      };

  static RecordAnnotations of(Class<?> record) {
    return READ.get(record);
  }

  /// Reads them from the class file, which takes a fresh JVM some 40 ms less than asking it for
  /// objects. Those are asked for where there is no such file.
  private static RecordAnnotations read(Class<?> record) {
    try {
      return new ClassFileAnnotations(ClassFile.of(record));
    } catch (IOException | RuntimeException none) {
      return new ReflectedAnnotations(record);
    }
  }
}
