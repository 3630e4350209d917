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
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Inline {}
