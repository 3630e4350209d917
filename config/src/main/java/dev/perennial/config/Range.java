package dev.perennial.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Bounds of a number or a duration, both included. A duration is measured in [Opt#unit()]. On a
/// list the bounds hold for every item.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Range {

  /// {@return the smallest value allowed; without it there is no lower bound}
  double min() default Double.NEGATIVE_INFINITY;

  /// {@return the largest value allowed; without it there is no upper bound}
  double max() default Double.POSITIVE_INFINITY;
}
