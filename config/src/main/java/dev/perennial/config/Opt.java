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
/// | [ByteSize] | a number of bytes, or with `K M G T`, `KiB MiB…` (1024) or `kB MB…` (1000) behind it |
/// | `Path` | any text but the empty one |
/// | `URI` | an absolute URI with a host |
/// | `InetAddress` | an IPv4 or IPv6 address, no name |
/// | [HostPort] | `host:port`, `[IPv6]:port` |
/// | [IntRange] | `n` or `n-m` |
/// | `List` of one of these | items between commas, or one per repeated key ([#multi()]) |
/// | `Map` from `String` to one of these | pairs between commas, `key:value` |
/// | `List` or `Map` in a `List` or `Map` | the inner ones between brackets or braces |
/// | `Optional` of one of these, `OptionalInt`, `OptionalLong`, `OptionalDouble` | the same; empty when not set |
///
/// An option that is not set needs a value nevertheless: anything but an `Optional`, a `List` or a
/// `Map` must be [#required()] or have a [#def()].
///
/// Rules beyond the type: [Range], [Length], [Size], [OneOf], [Matches], [Schemes]. See also
/// [DeprecatedForRemoval].
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Opt {

  /// The value of [#def()] that means: no default.
  String UNSET = "\0unset";

  /// {@return what the option does, for the person who sets it}
  String help() default "";

  /// {@return the default, written as it would be in a file} Checked when the group is registered,
  /// unless it refers to other options, as in `$state_path/lock`.
  String def() default UNSET;

  /// {@return the value to show in sample files instead of the default} For a default that is made
  /// up from the machine at hand.
  String sampleDefault() default UNSET;

  /// {@return whether a program refuses to start without a value}
  boolean required() default false;

  /// {@return whether a running program can take over a new value without replacing anything}
  boolean mutable() default false;

  /// {@return whether the value is masked wherever this package prints it} The type [Secret] is
  /// masked by itself, also in what the program prints.
  boolean secret() default false;

  /// {@return whether few people ever need the option} Samples list such options last.
  boolean advanced() default false;

  /// {@return the unit of a `Duration` written as a plain number}
  ChronoUnit unit() default ChronoUnit.SECONDS;

  /// {@return what the text stands for, where the Java type alone does not tell}
  TextForm form() default TextForm.AS_DECLARED;

  /// {@return whether the items of a list are repeated keys instead of pieces between commas}
  boolean multi() default false;

  /// {@return whether a list stands in brackets, a map in braces}
  boolean bounds() default false;

  /// {@return whether a text may stand in quotes, which are taken off} In a list such an item may
  /// contain commas.
  boolean quotes() default false;

  /// {@return the sign between key and value of a map} Not a comma.
  char separator() default ':';

  /// {@return the name in files} When empty, the name of the component in snake case: `maxPoolSize`
  /// is `max_pool_size`.
  String name() default "";

  /// {@return names that the option had before, and which still work, with a warning}
  ///
  /// Each is `name` (in the same section), `section/name`, or `section/` (the same name in another
  /// section). Where several are set in one file, the present name counts before the old ones, and
  /// an earlier one of the list before a later one.
  String[] was() default {};

  /// {@return the one-letter argument besides the long one, as in `-v`} A space means that there is
  /// none.
  char letter() default ' ';

  /// {@return whether the value is an argument without a name} Such options take the arguments in
  /// the order in which they are declared, and are required unless they have a default, are
  /// `Optional` or a list.
  boolean positional() default false;

  /// {@return what `--help` calls the value} When empty, a word that fits the type.
  String metavar() default "";
}
