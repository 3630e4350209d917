package dev.perennial.rpc;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/// Gives a parameter of a remote method a name on the wire. Needed where the class was compiled
/// without names of parameters.
@Retention(RetentionPolicy.RUNTIME)
@java.lang.annotation.Target(ElementType.PARAMETER)
public @interface RemoteParam {

  /// {@return the name of the argument}
  String value();
}
