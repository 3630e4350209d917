package dev.perennial.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The only values an option accepts. On a list or a map it holds for every item. An enum needs
/// none.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface OneOf {

  /// {@return the accepted values, written as in a file}
  String[] value();

  /// {@return what each value means, in the same order} None, or one for each.
  String[] help() default {};

  /// {@return whether letter case does not matter} The text is kept as it was written.
  boolean ignoreCase() default false;
}
