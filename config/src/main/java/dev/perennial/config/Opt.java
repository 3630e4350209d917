package dev.perennial.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.temporal.ChronoUnit;

/// Declares a record component as an option.
///
/// The type of the component decides what text is accepted:
///
/// | type | text |
/// |---|---|
/// | `String`, [Secret] | any |
/// | `boolean` | `true 1 on yes` or `false 0 off no`, in any letter case |
/// | `int`, `long` | decimal digits, optional sign, `_` between digits |
/// | `double` | decimal number, exponent allowed; not infinite, not NaN |
/// | an enum | the name of a constant, in any letter case |
/// | `Duration` | a number in [#unit()], or with `ns us ms s m h d` behind it |
/// | `Path` | any text but the empty one |
/// | `List` of one of these | items between commas, or one per repeated key ([#multi()]) |
/// | `Optional` of one of these, `OptionalInt` | the same; empty when not set |
///
/// An option that is not set needs a value nevertheless: anything but an `Optional` or a `List`
/// must be [#required()] or have a [#def()].
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Opt {

  /// The value of [#def()] that means: no default.
  String UNSET = "\0unset";

  /// {@return what the option does, for the person who sets it}
  String help() default "";

  /// {@return the default, written as it would be in a file} Checked when the group is registered.
  String def() default UNSET;

  /// {@return whether a program refuses to start without a value}
  boolean required() default false;

  /// {@return whether a running program can take over a new value without replacing anything}
  boolean mutable() default false;

  /// {@return whether the value is masked wherever this package prints it} The type [Secret] is
  /// masked by itself, also in what the program prints.
  boolean secret() default false;

  /// {@return the unit of a `Duration` written as a plain number}
  ChronoUnit unit() default ChronoUnit.SECONDS;

  /// {@return whether the items of a list are repeated keys instead of pieces between commas}
  boolean multi() default false;

  /// {@return the name in files} When empty, the name of the component in snake case: `maxPoolSize`
  /// is `max_pool_size`.
  String name() default "";
}
