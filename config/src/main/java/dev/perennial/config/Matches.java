package dev.perennial.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A regular expression that a text must contain a match of; write `^` and `$` to bind it to the
/// whole. On a list or a map it holds for every item. Not together with [OneOf].
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Matches {

  /// {@return the expression, as `java.util.regex` reads it}
  String value();

  /// {@return whether letter case does not matter}
  boolean ignoreCase() default false;
}
