package dev.perennial.rpc;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/// Marks what a server offers to callers.
///
/// On a class, only its methods with [RemoteMethod] are offered. On an interface, all of its
/// methods are; the object that implements it is given to the server, and a client gets a proxy of
/// it from [RpcClient#proxy(Class)]. Nothing else of an object can ever be called from outside.
@Retention(RetentionPolicy.RUNTIME)
@java.lang.annotation.Target(ElementType.TYPE)
public @interface Endpoint {

  /// {@return the group of its methods} Empty is a group of its own.
  String namespace() default "";

  /// {@return other namespaces under which its methods are found as well} An empty text is the one
  /// without a name.
  String[] legacyNamespaces() default {};

  /// {@return the version that its methods implement}
  String version() default "1.0";
}
