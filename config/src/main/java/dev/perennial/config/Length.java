package dev.perennial.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// How many characters a text may have. On a list or a map it holds for every item.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Length {

  /// {@return the smallest number of characters}
  int min() default 0;

  /// {@return the largest number of characters}
  int max() default Integer.MAX_VALUE;
}
