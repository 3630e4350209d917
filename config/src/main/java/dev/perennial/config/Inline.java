package dev.perennial.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Declares a record component that is itself a record of options, all of the same section as the
/// record around it.
///
/// This keeps constructors short, and lets several groups share the options of one subject, such as
/// TLS. The inner record needs no [Group]; if it has one, it does not count here.
///
/// With a prefix the same options can stand in one section several times:
///
/// ```java
/// @Group
/// record Apis(@Inline(prefix = "public_") Listen open, @Inline(prefix = "admin_") Listen admin) {}
/// ```
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Inline {

  /// {@return what stands before the names of the inner options, old names without a section
  /// included} Nothing when empty.
  String prefix() default "";
}
