package dev.perennial.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// How many items a list, or pairs a map, may have.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Size {

  /// {@return the smallest number of items}
  int min() default 0;

  /// {@return the largest number of items}
  int max() default Integer.MAX_VALUE;
}
