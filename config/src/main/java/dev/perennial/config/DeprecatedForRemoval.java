package dev.perennial.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks an option that will go away. It still works; a program in which it is set logs a warning
/// once.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface DeprecatedForRemoval {

  /// {@return the version in which this was decided, or an empty text}
  String since() default "";

  /// {@return why, and what to use instead, or an empty text}
  String reason() default "";
}
