package dev.perennial.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a record as a group of options: one section of the configuration files, or a part of one.
///
/// Several records may name the same section. Where they declare the same option they must declare
/// it equally; registering them fails otherwise.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Group {

  /// The section of options that belong to no section in particular.
  String DEFAULT = "DEFAULT";

  /// {@return the name of the section} Letter case does not matter, except that `DEFAULT` is
  /// written in capitals.
  String value() default DEFAULT;

  /// {@return a title for lists of groups} When empty, the name of the section and the word
  /// options.
  String title() default "";

  /// {@return what the options of this group are about} Shown by `--help` and in samples.
  String help() default "";
}
