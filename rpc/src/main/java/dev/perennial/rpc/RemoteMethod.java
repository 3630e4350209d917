package dev.perennial.rpc;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/// Offers a method of an [Endpoint] to callers.
///
/// Its parameters are named arguments, in snake case (`vnfId` is `vnf_id`); [RemoteParam] gives
/// another name. An `Optional` parameter may be left out by the caller. A parameter of type
/// [RpcContext] is no argument: it gets the context.
@Retention(RetentionPolicy.RUNTIME)
@java.lang.annotation.Target(ElementType.METHOD)
public @interface RemoteMethod {

  /// {@return the name on the wire} Empty means the method's name in snake case.
  String value() default "";

  /// {@return exceptions that are answers rather than faults} They are not logged as errors. The
  /// exceptions that the method declares are expected anyway.
  Class<? extends Exception>[] expected() default {};
}
